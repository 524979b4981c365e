using Pipeline.Crypto.Kernels;
using Xunit;

namespace Pipeline.UnitTests.Crypto.Kernels;

public sealed class KernelChoiceTests
{
    private static readonly KernelSet Fast = KernelSets.Portable with { Name = "fast" };
    private static readonly KernelSet Foreign = KernelSets.Portable with { Name = "foreign", IsSupported = false };
    private static readonly KernelSet Plain = KernelSets.Portable with { Name = "plain" };
    private static readonly KernelSet[] All = [Foreign, Fast, Plain];

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Takes_the_best_that_the_machine_has(string? forced)
    {
        Assert.Equal(Fast, KernelChoice.Choose(forced, All).Set);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("PLAIN")]
    public void Takes_what_the_switch_names(string forced)
    {
        Assert.Equal(Plain, KernelChoice.Choose(forced, All).Set);
    }

    [Theory]
    [InlineData("foreign", "lacks")]
    [InlineData("none-such", "no set of kernels")]
    public void Says_what_there_is_when_the_switch_names_something_else(string forced, string why)
    {
        (KernelSet? set, string error) = KernelChoice.Choose(forced, All);

        Assert.Null(set);
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.Contains("fast, plain", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_portable_kernels_run_everywhere()
    {
        Assert.Contains(KernelSets.Portable, KernelSets.Supported);
        Assert.Equal(KernelSets.Portable, KernelSets.All[^1]);
    }
}
