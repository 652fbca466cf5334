using System;

namespace Sinter;

/// <summary>Marks a method of a network as an entry point for inference: tensors with a <see cref="ShapeAttribute"/> in, a tensor or a tuple of tensors out.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForwardAttribute : Attribute;
