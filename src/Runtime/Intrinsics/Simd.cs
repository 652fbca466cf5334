using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sinter.Runtime;

/// <summary>
/// The vector width that kernels run at, decided once. A kernel is picked by <c>Simd.Is512 ? Name&lt;Simd512&gt; : Simd.Is256 ? Name&lt;Simd256&gt; : Name&lt;Simd128&gt;</c>;
/// in a binary compiled ahead of time both conditions are constants, so that only one width is in it.
/// </summary>
public static class Simd
{
    /// <summary>The environment variable that asks for a lower width: 512, 256 or 128.</summary>
    public const string Variable = "SINTER_SIMD";

    /// <summary>0 if no width can be used.</summary>
    static readonly int width = DecideOrZero();

    /// <summary>Bits: 512, 256 or 128.</summary>
    /// <exception cref="PlatformNotSupportedException">The program was compiled without vector instructions, or the environment asks for what it does not have.</exception>
    public static int Width => width != 0 ? width : Decide(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Kernels run on 16 lanes.</summary>
    public static bool Is512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated && (!RuntimeFeature.IsDynamicCodeSupported || Width == 512);
    }

    /// <summary>Kernels run on 8 lanes.</summary>
    public static bool Is256
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !Is512 && Vector256.IsHardwareAccelerated && (!RuntimeFeature.IsDynamicCodeSupported || Width == 256);
    }

    /// <summary>The widest vectors that this process, as it was compiled, has instructions for; 0 if it has none.</summary>
    static int Widest => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>An error waits until the width is asked for, where it is not wrapped in that of a type initializer.</summary>
    static int DecideOrZero()
    {
        try
        {
            return Decide(Environment.GetEnvironmentVariable(Variable));
        }
        catch (PlatformNotSupportedException)
        {
            return 0;
        }
    }

    internal static int Decide(string? forced)
    {
        if (!string.IsNullOrEmpty(forced)) return Forced(forced);
        if (Widest == 0 || (Widest == 128 && CompiledBelowHardware))
        {
            throw new PlatformNotSupportedException(
                "This program was compiled ahead of time without vector instructions, and would run a hundred times slower than it can. "
                + "Set the MSBuild property SinterInstructionSet to v3 (AVX2), v4 (AVX-512) or native and publish again, "
                + $"or accept 128-bit vectors by setting the environment variable {Variable} to 128.");
        }
        return Widest;
    }

    static int Forced(string forced)
    {
        if (forced is not ("512" or "256" or "128"))
            throw new PlatformNotSupportedException($"The environment variable {Variable} is '{forced}', but must be 512, 256 or 128.");
        var width = int.Parse(forced);
        if (width > Widest) throw new PlatformNotSupportedException($"The environment variable {Variable} asks for {forced}-bit vectors, but at most {Widest} bits are accelerated here.");
        if (width < Widest && !RuntimeFeature.IsDynamicCodeSupported)
            throw new PlatformNotSupportedException($"The environment variable {Variable} asks for {forced}-bit vectors, but this program was published for {Widest} bits.");
        return width;
    }

    /// <summary>The processor has AVX2 and FMA, but the ahead-of-time compiler was not told that it may use them.</summary>
    static bool CompiledBelowHardware
    {
        get
        {
            if (RuntimeFeature.IsDynamicCodeSupported || !X86Base.IsSupported) return false;
            var fma = (X86Base.CpuId(1, 0).Ecx & (1 << 12)) != 0;
            var avx2 = (X86Base.CpuId(7, 0).Ebx & (1 << 5)) != 0;
            return fma && avx2;
        }
    }
}
