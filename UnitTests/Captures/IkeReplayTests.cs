using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Xunit;

namespace Pipeline.UnitTests.Captures;

/// <summary>The IKEv2 of two strongSwan daemons reads, opens and derives as they recorded it (see SOURCE.md).</summary>
public sealed class IkeReplayTests
{
    public static TheoryData<string> Sessions => [.. RecordedIke.Sessions];

    [Fact]
    public void There_are_six_sessions()
    {
        Assert.Equal(6, RecordedIke.Sessions.Count());
    }

    [Theory]
    [InlineData("ikev2-cert-cbc256-sha256-frag-udp", 14, 6)]
    [InlineData("ikev2-eap-ctr-udp", 22, 2)]
    [InlineData("ikev2-mlkem768-chacha-udp", 20, 6)]
    [InlineData("ikev2-ppk-ccm-udp", 16, 0)]
    [InlineData("ikev2-psk-gcm128-esp", 14, 0)]
    [InlineData("ikev2-psk-gcm128-udp", 14, 0)]
    public void Every_message_opens_and_every_key_is_the_recorded_one(string session, int messageCount, int fragmentCount)
    {
        var replay = new IkeReplay(session);

        replay.Run();

        Assert.True(replay.Log.IsUsedUp);
        Assert.Equal((messageCount, fragmentCount), (replay.Messages.Count, replay.FragmentCount));
        Assert.Equal(session.Contains("cbc", StringComparison.Ordinal), replay.SameBytesCount == 0);
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void The_hashes_for_nat_detection_are_right_or_false_on_purpose(string session)
    {
        foreach (RecordedDatagram datagram in RecordedIke.Read(session).Take(2))
        {
            Assert.True(IkeMessage.TryRead(datagram.Bytes, out IkeMessage message, out _));

            NatPresence? presence = NatDetection.Detect(
                message, datagram.Source, datagram.SourcePort, datagram.Destination, datagram.DestinationPort);

            // Where ESP travels in UDP, the daemon said that its own address had been changed, to have it so.
            Assert.Equal(session == "ikev2-psk-gcm128-esp" ? NatPresence.None : NatPresence.PeerBehindNat, presence);
        }
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void A_message_read_from_its_own_bytes_is_equal(string session)
    {
        var replay = new IkeReplay(session);
        replay.Run();
        foreach (IkeMessage message in replay.Messages)
        {
            Assert.True(IkeMessage.TryRead(message.Write(), out IkeMessage again, out IkeReadFailure failure), failure.ToString());
            Assert.Equal(message, again);
            Assert.Equal(message.GetHashCode(), again.GetHashCode());
        }
    }
}
