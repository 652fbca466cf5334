using System;
using System.Diagnostics;
using Xunit;

namespace Sinter.Runtime.Tests;

/// <summary>Seeded damage to files: what reads them either still succeeds or gives the one documented exception, in bounded memory and time.</summary>
internal static class Corruption
{
    const long MemoryLimit = 32 << 20;

    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Bytes overwritten, inserted, removed, or the end cut off.</summary>
    public static byte[] Damage(byte[] content, int seed)
    {
        var random = new Random(seed);
        if (random.Next(3) == 0) return content[..random.Next(content.Length)];

        var damaged = (byte[])content.Clone();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(damaged.Length);
            damaged = random.Next(4) switch
            {
                0 => [.. damaged[..at], (byte)random.Next(256), .. damaged[at..]],
                1 => [.. damaged[..at], .. damaged[Math.Min(damaged.Length, at + random.Next(1, 9))..], 0],
                2 => With(damaged, at, (byte)(damaged[at] ^ 1 << random.Next(8))),
                _ => With(damaged, at, (byte)"0123456789-{}[]\",:"[random.Next(18)]),
            };
        }
        return damaged;
    }

    /// <summary>Whether it failed, as it may.</summary>
    public static bool FailsOnlyWith<TException>(Action read)
        where TException : Exception
    {
        var (before, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        var exception = Record.Exception(read);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MemoryLimit);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeLimit);
        if (exception is not null) Assert.IsType<TException>(exception);
        return exception is not null;
    }

    static byte[] With(byte[] content, int at, byte value)
    {
        content[at] = value;
        return content;
    }
}
