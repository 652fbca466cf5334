using System;
using Sinter.Runtime;

namespace Sinter;

/// <summary>What computations may use of the machine. Results do not depend on it.</summary>
public static class Compute
{
    const string Variable = "SINTER_THREADS";

    static int threads = Default(Environment.GetEnvironmentVariable(Variable));

    /// <summary>
    /// Threads that work on one call, the caller's among them. At first the environment variable <c>SINTER_THREADS</c>, or else the number of processors.
    /// </summary>
    public static int Threads
    {
        get => threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            threads = value;
            ThreadTeam.Resize();
        }
    }

    internal static int Default(string? requested)
    {
        if (string.IsNullOrEmpty(requested)) return Environment.ProcessorCount;
        return int.TryParse(requested, out var count) && count >= 1
            ? count
            : throw new ArgumentException($"The environment variable {Variable} is '{requested}', but must be a number of threads.");
    }
}
