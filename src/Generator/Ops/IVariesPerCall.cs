namespace Sinter.Generator.Ops;

/// <summary>A trait of ops whose result differs from call to call even for equal operands: random numbers.</summary>
internal interface IVariesPerCall;
