using Xunit;

// Tests measure allocations and set the number of threads of the one team that the process has: they run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
