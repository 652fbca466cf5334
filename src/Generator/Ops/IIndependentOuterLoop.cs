namespace Sinter.Generator.Ops;

/// <summary>A trait of ops with loops of their own: they write one outermost loop, and its iterations may run in any order, also at once.</summary>
internal interface IIndependentOuterLoop;
