using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Vendors;
using Xunit;

namespace Pipeline.UnitTests.Captures;

/// <summary>The IKEv1 of two strongSwan daemons reads, opens and derives as they recorded it (see SOURCE.md).</summary>
public sealed class IkeReplayV1Tests
{
    public static TheoryData<string> Sessions => [.. RecordedIke.SessionsV1];

    [Fact]
    public void There_are_four_sessions()
    {
        Assert.Equal(4, RecordedIke.SessionsV1.Count());
    }

    [Theory]
    [InlineData("ikev1-aggressive-aes128-sha1-udp", 16, 0)]
    [InlineData("ikev1-main-cert-aes256-sha256-frag-udp", 22, 12)]
    [InlineData("ikev1-main-psk-3des-sha1-esp", 22, 0)]
    [InlineData("ikev1-main-psk-3des-sha1-nat", 22, 0)]
    public void Every_message_opens_and_every_key_and_hash_is_the_recorded_one(string session, int messageCount, int fragmentCount)
    {
        var replay = new IkeReplayV1(session);

        replay.Run();

        Assert.True(replay.Log.IsUsedUp);
        Assert.Equal((messageCount, fragmentCount), (replay.Messages.Count, replay.FragmentCount));
        Assert.Equal((2, 4), (replay.ChildCount, replay.DeleteCount));
        Assert.Equal(session.Contains("-cert-", StringComparison.Ordinal) ? 4 : 0, replay.SignatureCount);
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void The_first_message_names_what_its_sender_can_do(string session)
    {
        Assert.True(IsakmpMessage.TryRead(RecordedIke.Read(session).First().Bytes, out IsakmpMessage message, out _));

        VendorMeaning[] meanings = [.. VendorIdCatalog.In(message).Select(row => row.Meaning)];

        Assert.Superset(
            new HashSet<VendorMeaning> { VendorMeaning.NatTraversal, VendorMeaning.DeadPeerDetection, VendorMeaning.Fragmentation },
            meanings.ToHashSet());
    }
}
