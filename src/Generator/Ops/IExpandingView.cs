namespace Sinter.Generator.Ops;

/// <summary>A trait of views that show an element of their operand more than once: computing the operand inside its reader would repeat work.</summary>
internal interface IExpandingView;
