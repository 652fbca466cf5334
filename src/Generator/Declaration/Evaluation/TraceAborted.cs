using System;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>A limit was passed and reported: the entry point is given up.</summary>
internal sealed class TraceAborted : Exception;
