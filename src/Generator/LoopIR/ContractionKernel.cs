using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>C[o, m, n] = epilogue(Σ over r, s, k of A[…]·B[…]): matrix products and convolutions. All strides are in elements.</summary>
internal sealed record ContractionKernel(
    string Name,
    string Comment,
    EquatableArray<Buffer> Buffers,
    ContractionShape Shape,
    Expr Epilogue) : EpilogueKernel(Name, Comment, Buffers, Epilogue);
