using System;

namespace Sinter;

/// <summary>
/// Marks a <c>partial class</c> as a network: the generator writes its other part, with a constructor that initializes the parameters, one method over spans for every entry point, training, saving and loading.
/// </summary>
/// <remarks>
/// A network is either a straight line of layer attributes after <see cref="InputAttribute"/>, or a class with layers in fields and methods marked
/// <see cref="ForwardAttribute"/> and <see cref="LossAttribute"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute;
