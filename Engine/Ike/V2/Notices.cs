using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Crypto.Signatures;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.V2;

/// <summary>Notify payloads with contents: written here, and read here.</summary>
internal static class Notices
{
    /// <summary>NAT_DETECTION_SOURCE_IP and NAT_DETECTION_DESTINATION_IP (RFC 7296 §2.23).</summary>
    /// <param name="initiatorSpi">SPIi of the message.</param>
    /// <param name="responderSpi">SPIr of the message.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="forged">
    /// Not null to send a hash that fits nothing, so that the peer takes us for behind a NAT and sends ESP in UDP.
    /// </param>
    internal static IEnumerable<IkePayload> NatDetection(ulong initiatorSpi, ulong responderSpi, IkePath path, IRandomSource? forged)
    {
        byte[] source = Messages.NatDetection.Hash(initiatorSpi, responderSpi, path.Local.Address, path.Local.Port);
        forged?.Fill(source);
        yield return new NotifyPayload(NotifyType.NatDetectionSourceIp, source);
        yield return new NotifyPayload(
            NotifyType.NatDetectionDestinationIp,
            Messages.NatDetection.Hash(initiatorSpi, responderSpi, path.Remote.Address, path.Remote.Port));
    }

    /// <summary>Where NATs are, as a message of the peer shows; none when it says nothing.</summary>
    internal static NatPresence Nat(IkeMessage message, IkePath path) => Messages.NatDetection.Detect(
        message, path.Remote.Address, path.Remote.Port, path.Local.Address, path.Local.Port) ?? NatPresence.None;

    /// <summary>SIGNATURE_HASH_ALGORITHMS with all that we verify (RFC 7427 §4).</summary>
    internal static NotifyPayload Hashes()
    {
        var content = new byte[SignatureCatalog.Hashes.Count * sizeof(ushort)];
        for (int index = 0; index < SignatureCatalog.Hashes.Count; index++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(content.AsSpan(index * sizeof(ushort)), (ushort)SignatureCatalog.Hashes[index]);
        }

        return new NotifyPayload(NotifyType.SignatureHashAlgorithms, content);
    }

    /// <summary>The hash functions that a peer announced; none when it knows no method 14.</summary>
    internal static IReadOnlyCollection<SignatureHash> Hashes(IkeMessage message)
    {
        var hashes = new HashSet<SignatureHash>();
        ReadOnlySpan<byte> content = message.Find(NotifyType.SignatureHashAlgorithms) is { } notify ? notify.Content.Span : [];
        for (; content.Length >= sizeof(ushort); content = content[sizeof(ushort)..])
        {
            hashes.Add((SignatureHash)BinaryPrimitives.ReadUInt16BigEndian(content));
        }

        return hashes;
    }

    /// <summary>INVALID_KE_PAYLOAD with the method that would do (RFC 7296 §1.2, §1.3).</summary>
    internal static NotifyPayload InvalidKe(int method)
    {
        var content = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(content, (ushort)method);
        return new NotifyPayload(NotifyType.InvalidKePayload, content);
    }

    /// <summary>The method that an INVALID_KE_PAYLOAD asks for; null when it does not say.</summary>
    internal static int? WantedMethod(NotifyPayload notify) =>
        notify.Content.Length == sizeof(ushort) ? BinaryPrimitives.ReadUInt16BigEndian(notify.Content.Span) : null;

    /// <summary>SET_WINDOW_SIZE (RFC 7296 §2.3).</summary>
    internal static NotifyPayload WindowSize(int size)
    {
        var content = new byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(content, size);
        return new NotifyPayload(NotifyType.SetWindowSize, content);
    }

    /// <summary>How many requests a peer takes at a time, 1 unless it says more; not more than we would ever have in flight.</summary>
    internal static int WindowSize(IkeMessage message)
    {
        const int Most = 64;
        return message.Find(NotifyType.SetWindowSize) is { Content.Length: sizeof(uint) } notify
            ? (int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(notify.Content.Span), 1u, Most)
            : 1;
    }

    /// <summary>REKEY_SA or CHILD_SA_NOT_FOUND: about a Child SA (RFC 7296 §1.3.3).</summary>
    /// <param name="notify">Which.</param>
    /// <param name="protocol">ESP or AH.</param>
    /// <param name="spi">The SPI on which the sender of the rekey receives.</param>
    internal static NotifyPayload About(NotifyType notify, SaProtocol protocol, uint spi)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, spi);
        return new NotifyPayload(notify) { Protocol = ProtocolOf(protocol), Spi = bytes };
    }

    /// <summary>The SPI that a notify is about; null without one of the right length.</summary>
    internal static uint? SpiOf(NotifyPayload notify) =>
        notify.Spi.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(notify.Spi.Span) : null;

    /// <summary>The error that is answered to a message that cannot be read (RFC 7296 §2.5, §2.21).</summary>
    internal static NotifyPayload Unreadable(IkeReadFailure failure) => failure.Error == IkeReadError.UnknownCriticalPayload
        ? new NotifyPayload(NotifyType.UnsupportedCriticalPayload, (byte[])[(byte)failure.Payload])
        : new NotifyPayload(NotifyType.InvalidSyntax);

    /// <summary>IKE's number of a protocol.</summary>
    internal static ProtocolId ProtocolOf(SaProtocol protocol) => protocol == SaProtocol.Ah ? ProtocolId.Ah : ProtocolId.Esp;

    /// <summary>The first error of a message; null when there is none.</summary>
    internal static NotifyPayload? ErrorOf(IkeMessage message) =>
        message.Payloads.OfType<NotifyPayload>().FirstOrDefault(notify => notify.IsError);
}
