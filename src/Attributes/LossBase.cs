using System;

namespace Sinter;

/// <summary>
/// Base of the losses that end a straight line of layers: <c>[CrossEntropyLoss]</c> on a class adds the method <c>Loss</c>, which takes the input and a target. In methods, use the
/// functions of <c>Sinter.Ops</c> (<c>CrossEntropy</c>, <c>MeanSquaredError</c>).
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class LossBase : Attribute;
