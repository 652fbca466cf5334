namespace Sinter.Generator.Ops.Losses;

/// <summary>What becomes of the losses of the elements: the enum Reduction of the user's library, member by member.</summary>
internal enum LossReduction
{
    Mean,
    Sum,
    None,
}
