using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Sinter.Generator.Infrastructure;

/// <summary>Compares records by identity: for walks over expressions that share parts.</summary>
internal sealed class ReferenceComparer<T> : IEqualityComparer<T>
    where T : class
{
    public static ReferenceComparer<T> Instance { get; } = new();

    public bool Equals(T? x, T? y) => ReferenceEquals(x, y);

    public int GetHashCode(T obj) => RuntimeHelpers.GetHashCode(obj);
}
