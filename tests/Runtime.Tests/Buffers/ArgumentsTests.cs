using System;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class ArgumentsTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void An_index_out_of_range_is_named_with_its_place(int wrong)
    {
        for (var length = 1; length < 40; length++)
        {
            var indices = Enumerable.Range(0, length).Select(i => i % 7).ToArray();
            Arguments.Indices(indices, 7, "tokens");
            indices[length / 2] = wrong;
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => Arguments.Indices(indices, 7, "tokens"));
            Assert.Equal("tokens", error.ParamName);
            Assert.Equal(wrong, error.ActualValue);
            Assert.StartsWith($"tokens[{length / 2}] is {wrong}; it must be from 0 to 6.", error.Message);
        }
    }

    [Fact]
    public void A_label_that_does_not_count_is_allowed()
    {
        Arguments.Indices([3, -100, 0], 4, "labels", exempt: -100);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Arguments.Indices([3, -100, -1], 4, "labels", exempt: -100));
        Assert.StartsWith("labels[2] is -1; it must be from 0 to 3, or -100.", error.Message);
    }

    [Fact]
    public void Nothing_can_be_picked_from_nothing()
    {
        Arguments.Indices([], 0, "tokens");
        Assert.Throws<ArgumentOutOfRangeException>(() => Arguments.Indices([0], 0, "tokens"));
    }
}
