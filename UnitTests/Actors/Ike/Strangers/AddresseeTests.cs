using Akka.Actor;
using Pipeline.Actors.Ike;
using Pipeline.Actors.Ike.Strangers;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.UnitTests.Simulation;
using Xunit;

namespace Pipeline.UnitTests.Actors.Ike.Strangers;

/// <summary>A message reaches the IKE SA that it is for, never one of another version, and only what may begin something counts as first.</summary>
public sealed class AddresseeTests
{
    private const ulong Ours = 0x1111;
    private const ulong Theirs = 0x2222;

    private static readonly IkePath Path = new(IkeWorld.AddressOfB, IkeWorld.AddressOfA);

    [Fact]
    public void An_IKE_SA_of_IKEv2_is_found_by_the_SPI_that_the_header_calls_ours()
    {
        IkeMembers members = Members(IkeVersion.V2, out IkeMember member);

        Assert.Equal(
            new Addressee(AddresseeKind.Member, IkeVersion.V2, member, Ours),
            Addressee.Of(Later(IkeHeader.Version2, Theirs, Ours, IkeHeaderBits.Initiator), members));
        Assert.Equal(member, Addressee.Of(Later(IkeHeader.Version2, Ours, Theirs, IkeHeaderBits.Response), members).Member);
        Assert.Equal(AddresseeKind.Nobody, Addressee.Of(Later(IkeHeader.Version2, Theirs, Ours, IkeHeaderBits.Response), members).Kind);
        Assert.Equal(AddresseeKind.Nobody, Addressee.Of(Later(IkeHeader.Version2, Ours, Theirs, IkeHeaderBits.Initiator), members).Kind);
    }

    [Theory]
    [InlineData(Ours, Theirs)]
    [InlineData(Theirs, Ours)]
    [InlineData(Ours, 0)]
    public void An_IKE_SA_of_IKEv1_is_found_by_either_cookie(ulong initiator, ulong responder)
    {
        IkeMembers members = Members(IkeVersion.V1, out IkeMember member);

        Assert.Equal(
            new Addressee(AddresseeKind.Member, IkeVersion.V1, member, Ours),
            Addressee.Of(Later(IkeHeader.Version1, initiator, responder, IkeHeaderBits.Encryption), members));
    }

    [Fact]
    public void The_responders_cookie_wins_where_a_peer_has_chosen_one_of_ours()
    {
        IkeMembers members = Members(IkeVersion.V1, out IkeMember _);
        IkeMember answering = Add(members, IkeVersion.V1, Theirs);

        Assert.Equal(answering, Addressee.Of(Later(IkeHeader.Version1, Ours, Theirs, IkeHeaderBits.None), members).Member);
    }

    [Theory]
    [InlineData(IkeVersion.V1, IkeHeader.Version2)]
    [InlineData(IkeVersion.V2, IkeHeader.Version1)]
    public void No_message_reaches_an_IKE_SA_of_another_version(IkeVersion version, byte written)
    {
        IkeMembers members = Members(version, out IkeMember _);

        foreach (IkeHeaderBits flags in (IkeHeaderBits[])[IkeHeaderBits.None, IkeHeaderBits.Initiator, IkeHeaderBits.Response])
        {
            Assert.Equal(AddresseeKind.Nobody, Addressee.Of(Later(written, Ours, Theirs, flags), members).Kind);
            Assert.Equal(AddresseeKind.Nobody, Addressee.Of(Later(written, Theirs, Ours, flags), members).Kind);
        }
    }

    [Fact]
    public void The_first_request_of_each_version_is_known()
    {
        IkeMembers nobody = new();

        Assert.Equal(new Addressee(AddresseeKind.FirstRequest, IkeVersion.V2), Addressee.Of(First2, nobody));
        Assert.Equal(new Addressee(AddresseeKind.FirstRequest, IkeVersion.V1), Addressee.Of(First1, nobody));
    }

    [Fact]
    public void What_begins_aggressive_mode_is_told_apart()
    {
        IkeHeader aggressive = First1 with { Exchange = (ExchangeType)IsakmpExchangeType.AggressiveMode };

        Assert.Equal(new Addressee(AddresseeKind.AggressiveMode, IkeVersion.V1), Addressee.Of(aggressive, new IkeMembers()));
    }

    [Fact]
    public void What_only_resembles_a_first_request_is_for_nobody()
    {
        IkeHeader[] headers =
        [
            First1 with { InitiatorSpi = 0 },
            First1 with { ResponderSpi = 7 },
            First1 with { MessageId = 7 },
            First1 with { Flags = IkeHeaderBits.Encryption },
            First1 with { Exchange = (ExchangeType)IsakmpExchangeType.QuickMode },
            First1 with { Exchange = (ExchangeType)IsakmpExchangeType.Informational },
            First1 with { Exchange = ExchangeType.IkeSaInit },
            First1 with { Version = 0 },
            First2 with { InitiatorSpi = 0 },
            First2 with { ResponderSpi = 7 },
            First2 with { MessageId = 7 },
            First2 with { Flags = IkeHeaderBits.None },
            First2 with { Flags = IkeHeaderBits.Initiator | IkeHeaderBits.Response },
            First2 with { Exchange = (ExchangeType)IsakmpExchangeType.MainMode },
        ];

        Assert.All(headers, header => Assert.Equal(AddresseeKind.Nobody, Addressee.Of(header, new IkeMembers()).Kind));
    }

    [Fact]
    public void A_version_from_the_future_is_for_nobody_and_said_to_be_one()
    {
        Assert.Equal(AddresseeKind.LaterVersion, Addressee.Of(First2 with { Version = 0x30 }, new IkeMembers()).Kind);
        Assert.Equal(AddresseeKind.FirstRequest, Addressee.Of(First2 with { Version = 0x21 }, new IkeMembers()).Kind);
    }

    private static IkeHeader First1 => new(
        Theirs, 0, default, IkeHeader.Version1, (ExchangeType)IsakmpExchangeType.MainMode, IkeHeaderBits.None, MessageId: 0, IkeHeader.HeaderLength);

    private static IkeHeader First2 => new(
        Theirs, 0, default, IkeHeader.Version2, ExchangeType.IkeSaInit, IkeHeaderBits.Initiator, MessageId: 0, IkeHeader.HeaderLength);

    private static IkeHeader Later(byte version, ulong initiator, ulong responder, IkeHeaderBits flags) =>
        new(initiator, responder, default, version, ExchangeType.Informational, flags, MessageId: 5, IkeHeader.HeaderLength);

    private static IkeMembers Members(IkeVersion version, out IkeMember member)
    {
        var members = new IkeMembers();
        member = Add(members, version, Ours);
        return members;
    }

    private static IkeMember Add(IkeMembers members, IkeVersion version, ulong spi)
    {
        // Who acts for it does not matter here, but no two may be the same.
        var address = new RootActorPath(new Address("akka", "test")) / $"ike-{spi}";
        var member = new IkeMember(new NamelessActor(address), new PendingCount(1), Path, version);
        members.Add(member);
        members.Note(member, new IkeSpiChanged(spi, IsTaken: true));
        return member;
    }

    /// <summary>Nobody, of a path of its own.</summary>
    private sealed class NamelessActor(ActorPath path) : MinimalActorRef
    {
        public override ActorPath Path => path;

        public override IActorRefProvider Provider => throw new NotSupportedException();
    }
}
