using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops;

/// <summary>
/// An op whose result is its first operand but for what it writes. <see cref="Op.Lower"/> makes a changed copy; where result and operand are one piece of memory, only the
/// change is written.
/// </summary>
internal interface IInPlaceOp
{
    /// <summary>The loops that write the change into the result's buffer, which holds the operand.</summary>
    void LowerInPlace(LoopBuilder loops, Value result);
}
