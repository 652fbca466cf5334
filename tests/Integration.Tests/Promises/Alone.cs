using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>For tests that look at the whole process (allocations, the thread team): nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
