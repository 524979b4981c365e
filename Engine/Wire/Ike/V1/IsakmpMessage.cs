namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>An IKEv1 message: its header's fields and its payloads (RFC 2408 §3.1). Immutable.</summary>
/// <remarks>
/// Of an encrypted message there are two: the outer one, which has an <see cref="Encrypted"/> body and no payloads, and the one
/// that was opened, with the same header fields and the payloads in the clear.
/// </remarks>
public sealed record IsakmpMessage
{
    /// <summary>The initiator's cookie of phase 1.</summary>
    public required ulong InitiatorCookie { get; init; }

    /// <summary>The responder's cookie of phase 1; 0 until it has chosen one.</summary>
    public ulong ResponderCookie { get; init; }

    /// <summary>The exchange that it belongs to; may be a number that has no name here.</summary>
    public required IsakmpExchangeType Exchange { get; init; }

    /// <summary>Flags; those of IKEv2 and unknown ones are left out.</summary>
    public IkeHeaderBits Flags { get; init; }

    /// <summary>M-ID: number of the exchange, a random one of its initiator; 0 for phase 1.</summary>
    public uint MessageId { get; init; }

    /// <summary>The body of an encrypted message that was not opened; otherwise null.</summary>
    public EncryptedBody? Encrypted { get; init; }

    /// <summary>The payloads, in order.</summary>
    public ValueList<IsakmpPayload> Payloads { get; init; }

    /// <summary>
    /// The bytes that it was read from: what was on the wire, or for a message that was opened its header and its text with the
    /// padding. Empty for one that we made. Two messages are equal without it.
    /// </summary>
    public Octets Received { get; init; }

    /// <summary>Reads a message as it came, without its non-ESP marker.</summary>
    /// <param name="datagram">All of the bytes; copied once.</param>
    /// <param name="message">The message; not usable when false is returned.</param>
    /// <param name="failure">What is wrong, and in which payload.</param>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out IsakmpMessage message, out IsakmpReadFailure failure)
    {
        message = null!;
        failure = new IsakmpReadFailure(JudgeHeader(datagram, out IkeHeader header));
        if (failure.Error != IkeReadError.None)
        {
            return false;
        }

        var bytes = Octets.Copy(datagram);
        if (!header.Flags.HasFlag(IkeHeaderBits.Encryption))
        {
            return TryReadPayloads(header, bytes, mayBePadded: false, out message, out failure);
        }

        failure = new IsakmpReadFailure(bytes.Length == IkeHeader.HeaderLength ? IkeReadError.BodyTooShort : IkeReadError.None);
        message = Of(header, bytes) with
        {
            Encrypted = new EncryptedBody((IsakmpPayloadType)header.NextPayload, bytes.Slice(IkeHeader.HeaderLength)),
        };
        return failure.Error == IkeReadError.None;
    }

    /// <summary>Reads a message whose body was decrypted in place.</summary>
    /// <param name="opened">Header and text with the padding; belongs to the message from now on.</param>
    /// <param name="message">The message; not usable when false is returned.</param>
    /// <param name="failure">What is wrong, and in which payload: also what a wrong key makes of a message.</param>
    public static bool TryReadOpened(byte[] opened, out IsakmpMessage message, out IsakmpReadFailure failure)
    {
        message = null!;
        failure = new IsakmpReadFailure(JudgeHeader(opened, out IkeHeader header));
        return failure.Error == IkeReadError.None && TryReadPayloads(header, opened, mayBePadded: true, out message, out failure);
    }

    /// <summary>The first payload of a kind, or null.</summary>
    public T? Find<T>()
        where T : IsakmpPayload => Payloads.OfType<T>().FirstOrDefault();

    /// <summary>The first payload of a type, or null.</summary>
    public IsakmpPayload? Find(IsakmpPayloadType type) => Payloads.FirstOrDefault(payload => payload.Type == type);

    /// <summary>The body of the first payload of a type exactly as it is on the wire, which hashes cover: SAi_b, IDii_b, Ni_b.</summary>
    /// <returns>The body without generic header; null without such a payload, and for an encrypted message.</returns>
    public Octets? BodyOf(IsakmpPayloadType type)
    {
        Octets chain = Chain();
        PayloadReader reader = PayloadChain.ReaderOf(chain.Span, PayloadChain.FirstOf(Payloads));
        while (reader.TryNext(out PayloadSlice slice))
        {
            if ((IsakmpPayloadType)slice.Type == type)
            {
                return chain.Slice(slice.Offset, slice.Length);
            }
        }

        return null;
    }

    /// <summary>
    /// All payloads behind the first, generic headers included and padding not: what HASH(1), HASH(2) and the hash of an
    /// informational message cover (RFC 2409 §5.5, §5.7). Empty when there is no second.
    /// </summary>
    public Octets BehindFirst()
    {
        Octets chain = Chain();
        int start = 0;
        int end = 0;
        PayloadReader reader = PayloadChain.ReaderOf(chain.Span, PayloadChain.FirstOf(Payloads));
        while (reader.TryNext(out PayloadSlice slice))
        {
            end = slice.Offset + slice.Length;
            start = start == 0 ? end : start;
        }

        return chain.Slice(start, end - start);
    }

    /// <summary>The message on the wire: in the clear, or with its encrypted body.</summary>
    /// <exception cref="InvalidOperationException">A payload is longer than 65,535 bytes.</exception>
    public byte[] Write()
    {
        var writer = new PayloadWriter();
        writer.Take(IkeHeader.HeaderLength);
        if (Encrypted is { } body)
        {
            writer.Write(body.Ciphertext.Span);
        }
        else
        {
            PayloadChain.Write(Payloads, writer);
        }

        byte[] bytes = writer.ToArray();
        HeaderFor(Encrypted?.First ?? PayloadChain.FirstOf(Payloads), bytes.Length).Write(bytes);
        return bytes;
    }

    /// <summary>Its header.</summary>
    /// <param name="first">The type of the first payload.</param>
    /// <param name="length">Bytes of the whole message.</param>
    public IkeHeader HeaderFor(IsakmpPayloadType first, int length) => new(
        InitiatorCookie,
        ResponderCookie,
        (PayloadType)first,
        IkeHeader.Version1,
        (ExchangeType)Exchange,
        Flags,
        MessageId,
        (uint)length);

    /// <summary>True when all but <see cref="Received"/> is the same.</summary>
    public bool Equals(IsakmpMessage? other) => other is not null
        && HeaderFor(IsakmpPayloadType.None, 0) == other.HeaderFor(IsakmpPayloadType.None, 0)
        && Encrypted == other.Encrypted
        && Payloads == other.Payloads;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HeaderFor(IsakmpPayloadType.None, 0), Encrypted, Payloads);

    private static bool TryReadPayloads(
        in IkeHeader header, Octets bytes, bool mayBePadded, out IsakmpMessage message, out IsakmpReadFailure failure)
    {
        message = Of(header, bytes);
        bool isRead = PayloadChain.TryRead(
            bytes.Slice(IkeHeader.HeaderLength),
            (IsakmpPayloadType)header.NextPayload,
            mayBePadded,
            out ValueList<IsakmpPayload> payloads,
            out failure);
        message = message with { Payloads = payloads };
        return isRead;
    }

    private static IsakmpMessage Of(in IkeHeader header, Octets bytes) => new()
    {
        InitiatorCookie = header.InitiatorSpi,
        ResponderCookie = header.ResponderSpi,
        Exchange = (IsakmpExchangeType)header.Exchange,
        Flags = header.Flags & (IkeHeaderBits.Encryption | IkeHeaderBits.Commit | IkeHeaderBits.AuthenticationOnly),
        MessageId = header.MessageId,
        Received = bytes,
    };

    private static IkeReadError JudgeHeader(ReadOnlySpan<byte> datagram, out IkeHeader header)
    {
        if (!IkeHeader.TryRead(datagram, out header))
        {
            return IkeReadError.MessageTooShort;
        }

        if (header.MajorVersion != IkeHeader.Version1 >> 4)
        {
            return IkeReadError.UnsupportedVersion;
        }

        if (datagram.Length > MessageLimits.MaximumMessageLength)
        {
            return IkeReadError.MessageTooLong;
        }

        // RFC 2408 §5.2: a message of another length than it says is discarded (UNEQUAL-PAYLOAD-LENGTHS).
        return header.Length == (uint)datagram.Length ? IkeReadError.None : IkeReadError.LengthMismatch;
    }

    private Octets Chain() => Encrypted is not null
        ? default
        : (Received.IsEmpty ? Write() : Received).Slice(IkeHeader.HeaderLength);
}
