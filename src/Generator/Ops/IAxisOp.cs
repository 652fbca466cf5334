using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops;

/// <summary>A trait of ops that treat axes alike but for their attributes: layout may be chosen around them.</summary>
internal interface IAxisOp
{
    /// <summary>The same op for operands whose axes are permuted: axis i of them is axis permutation[i] of what they were. Its result is permuted alike.</summary>
    Op Permuted(EquatableArray<int> permutation);
}
