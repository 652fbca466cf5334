namespace Sinter.Generator.Ops;

/// <summary>
/// A trait of pointwise ops that read an element of their first operand for several elements of the result: computing it inside such a reader would repeat work. Their
/// further operands are small tables, read for every element, which should lie in memory row by row.
/// </summary>
internal interface IWindowed;
