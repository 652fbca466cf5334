using System;

namespace Sinter;

/// <summary>
/// Marks a method of a network as an entry point for training: it returns the scalar to minimize, or a tuple of it and named scalar metrics, <c>(Tensor loss, Tensor accuracy)</c>.
/// </summary>
/// <param name="trains">Names of the fields that learn from this loss, when they are several: <c>[Loss(nameof(encoder), nameof(decoder))]</c>. None: all that are not <see cref="FrozenAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LossAttribute(params string[] trains) : Attribute
{
    /// <summary>The field that learns from this loss, when it is one: <c>[Loss(Trains = nameof(generator))]</c>. Null: all.</summary>
    public string? Trains { get; set; }

    /// <summary>The fields that the constructor was given.</summary>
    public string[] TrainedFields { get; } = trains;
}
