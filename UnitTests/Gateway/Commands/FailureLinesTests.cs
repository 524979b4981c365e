using Pipeline.Actors.Ike;
using Pipeline.Engine.Ike;
using Pipeline.Gateway.Commands;
using Xunit;

namespace Pipeline.UnitTests.Gateway.Commands;

/// <summary>What strangers can make a gateway write is bounded, and counted.</summary>
public sealed class FailureLinesTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(1);

    private readonly StringWriter _output = new();
    private readonly FailureLines _lines;

    public FailureLinesTests() => _lines = new FailureLines(_output);

    private string[] Written => _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => _output.Dispose();

    [Fact]
    public void A_flood_of_refused_first_requests_writes_ten_lines_a_second_and_the_number_of_the_rest()
    {
        for (int index = 0; index < 1000; index++)
        {
            _lines.Write(Failed(IkeStep.IkeSaInit, Start.AddMilliseconds(index / 2)));
        }

        Assert.Equal(10, Written.Length);
        _lines.EndInterval(Start.AddMilliseconds(999));
        Assert.Equal(10, Written.Length);
        _lines.EndInterval(Start.AddMilliseconds(1000));
        Assert.EndsWith("failed: 990 more negotiations with peers that are not authenticated", Written[^1], StringComparison.Ordinal);

        _lines.Write(Failed(IkeStep.IkeSaInit, Start.AddMilliseconds(1100)));
        _lines.EndInterval(Start.AddSeconds(5));
        Assert.Equal(12, Written.Length);
    }

    [Fact]
    public void Peers_that_are_authenticated_are_always_told_of()
    {
        for (int index = 0; index < 100; index++)
        {
            _lines.Write(Failed(IkeStep.IkeAuth, Start));
            _lines.Write(Failed(IkeStep.RekeyChild, Start));
            _lines.Write(new IkeReported(Start, new NegotiationEvent.IkeRekeyed("branch")));
        }

        Assert.Equal(210, Written.Length);
    }

    private static IkeReported Failed(IkeStep step, DateTimeOffset at) =>
        new(at, new NegotiationEvent.Failed(new IkeFailure(step, FailureCause.NoAnswer, "the peer does not answer")));
}
