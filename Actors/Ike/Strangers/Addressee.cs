using Pipeline.Engine.Ike;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Actors.Ike.Strangers;

/// <summary>Whom a message is for, as far as its header tells: an IKE SA of its own version, or whoever answers first requests.</summary>
/// <param name="Kind">Whom it may be for.</param>
/// <param name="Version">Which IKE it speaks.</param>
/// <param name="Member">The one that has the IKE SA; null unless there is one.</param>
/// <param name="LocalSpi">Our SPI in it; 0 unless there is a member.</param>
internal readonly record struct Addressee(AddresseeKind Kind, IkeVersion Version, IkeMember? Member = null, ulong LocalSpi = 0)
{
    /// <summary>Finds it out.</summary>
    /// <param name="header">Of the message.</param>
    /// <param name="members">All IKE SAs.</param>
    public static Addressee Of(in IkeHeader header, IkeMembers members) => header.MajorVersion switch
    {
        (int)IkeVersion.V1 => OfVersion1(header, members),
        (int)IkeVersion.V2 => OfVersion2(header, members),
        > (int)IkeVersion.V2 => new(AddresseeKind.LaterVersion, IkeVersion.V2),
        _ => new(AddresseeKind.Nobody, IkeVersion.V1),
    };

    /// <summary>The header says who began, and so which of the two SPIs is ours (RFC 7296 §3.1).</summary>
    private static Addressee OfVersion2(in IkeHeader header, IkeMembers members)
    {
        bool isFromInitiator = header.Flags.HasFlag(IkeHeaderBits.Initiator);
        if (header is { Exchange: ExchangeType.IkeSaInit, ResponderSpi: 0, MessageId: 0, InitiatorSpi: not 0 }
            && isFromInitiator
            && !header.Flags.HasFlag(IkeHeaderBits.Response))
        {
            return new(AddresseeKind.FirstRequest, IkeVersion.V2);
        }

        ulong ours = isFromInitiator ? header.ResponderSpi : header.InitiatorSpi;
        return Find(members, ours, IkeVersion.V2) ?? new(AddresseeKind.Nobody, IkeVersion.V2);
    }

    /// <summary>
    /// The header does not say who began (RFC 2408 §3.1): our cookie may be either. The responder's is looked for first, because a peer that
    /// begins chooses the initiator's, and could choose one of ours.
    /// </summary>
    private static Addressee OfVersion1(in IkeHeader header, IkeMembers members)
    {
        if (header is { ResponderSpi: 0, MessageId: 0, InitiatorSpi: not 0 } && !header.Flags.HasFlag(IkeHeaderBits.Encryption))
        {
            switch ((IsakmpExchangeType)header.Exchange)
            {
                case IsakmpExchangeType.MainMode:
                    return new(AddresseeKind.FirstRequest, IkeVersion.V1);
                case IsakmpExchangeType.AggressiveMode:
                    return new(AddresseeKind.AggressiveMode, IkeVersion.V1);
            }
        }

        return Find(members, header.ResponderSpi, IkeVersion.V1)
            ?? Find(members, header.InitiatorSpi, IkeVersion.V1)
            ?? new(AddresseeKind.Nobody, IkeVersion.V1);
    }

    private static Addressee? Find(IkeMembers members, ulong spi, IkeVersion version) =>
        members.FindBySpi(spi) is { } member && member.Version == version
            ? new Addressee(AddresseeKind.Member, version, member, spi)
            : null;
}
