namespace Sinter.Generator.Emission.Simd;

/// <summary>How the code being written reaches what the launch gives it: locals of a kernel's method, or fields of an epilogue.</summary>
internal interface IFrame
{
    Scope Root { get; }

    /// <summary>A symbolic extent.</summary>
    Binding Symbol(string name);

    Binding Buffer(LoopIR.Buffer buffer);

    Binding Seed { get; }

    Binding Step { get; }

    /// <summary>The stream at which the launch begins, which stands for <see cref="FirstStream"/>.</summary>
    Binding Stream { get; }

    /// <summary>The first stream that the kernel mentions.</summary>
    int FirstStream { get; }
}
