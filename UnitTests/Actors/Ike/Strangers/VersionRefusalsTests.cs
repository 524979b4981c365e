using Microsoft.Extensions.Time.Testing;
using Pipeline.Actors.Ike.Strangers;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Xunit;

namespace Pipeline.UnitTests.Actors.Ike.Strangers;

/// <summary>RFC 7296 §2.5: who speaks a later version hears which one we speak, but not often.</summary>
public sealed class VersionRefusalsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly VersionRefusals _refusals;

    public VersionRefusalsTests() => _refusals = new VersionRefusals(_time);

    [Fact]
    public void The_answer_says_version_2_and_names_the_message()
    {
        Assert.True(IkeMessage.TryRead(_refusals.Answer(Header(IkeHeaderBits.Initiator))!, out IkeMessage answer, out _));

        Assert.Equal((7UL, 8UL, 9U, true, false), (
            answer.InitiatorSpi, answer.ResponderSpi, answer.MessageId, answer.IsResponse, answer.IsFromInitiator));
        Assert.NotNull(answer.Find(NotifyType.InvalidMajorVersion));
    }

    [Fact]
    public void A_response_is_not_answered() => Assert.Null(_refusals.Answer(Header(IkeHeaderBits.Response)));

    [Fact]
    public void No_more_than_ten_are_told_in_a_second()
    {
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => _refusals.Answer(Header(IkeHeaderBits.Initiator)) is not null));

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(_refusals.Answer(Header(IkeHeaderBits.Initiator)));
    }

    private static IkeHeader Header(IkeHeaderBits flags) => new(7, 8, PayloadType.None, 0x30, ExchangeType.IkeSaInit, flags, 9, 28);
}
