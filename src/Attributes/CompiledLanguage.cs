using System;

namespace Sinter;

/// <summary>The bodies of this library: nothing of a network is executed as written, so all of them answer the same.</summary>
static class CompiledLanguage
{
    public static NotSupportedException NotExecuted() => new(
        "The methods of a [Network] are compiled, not executed: call the generated members (spans in, spans out) instead. " +
        "If there are none, the Sinter generator did not run or reported an error.");
}
