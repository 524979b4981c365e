namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>An IKEv2 message: its header's fields and its payloads (RFC 7296 §3.1). Immutable.</summary>
/// <remarks>
/// Of a protected message there are two: the outer one, whose last payload is <see cref="EncryptedPayload"/> or
/// <see cref="EncryptedFragmentPayload"/>, and the one inside, with the same header fields and the payloads in the clear.
/// </remarks>
public sealed record IkeMessage
{
    /// <summary>SPI of the original initiator of the IKE SA.</summary>
    public required ulong InitiatorSpi { get; init; }

    /// <summary>SPI of the original responder; 0 until it has chosen one.</summary>
    public ulong ResponderSpi { get; init; }

    /// <summary>The exchange that it belongs to.</summary>
    public required ExchangeType Exchange { get; init; }

    /// <summary>True when the sender is the original initiator of the IKE SA.</summary>
    public bool IsFromInitiator { get; init; }

    /// <summary>True for a response, false for a request.</summary>
    public bool IsResponse { get; init; }

    /// <summary>Number of the exchange, counted for each direction of requests.</summary>
    public uint MessageId { get; init; }

    /// <summary>The payloads, in order.</summary>
    public ValueList<IkePayload> Payloads { get; init; }

    /// <summary>
    /// The bytes that it was read from: for a clear message what was on the wire, which AUTH covers (RFC 7296 §2.15); for one that
    /// was protected its <see cref="ProtectedForm"/>. Empty for one that we made. Two messages are equal without it.
    /// </summary>
    public Octets Received { get; init; }

    /// <summary>Reads a message as it came, without its non-ESP marker.</summary>
    /// <param name="datagram">All of the bytes; copied once.</param>
    /// <param name="message">The message; not usable when false is returned.</param>
    /// <param name="failure">What is wrong, and in which payload.</param>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out IkeMessage message, out IkeReadFailure failure)
    {
        message = null!;
        failure = new IkeReadFailure(JudgeHeader(datagram, out IkeHeader header));
        if (failure.Error != IkeReadError.None)
        {
            return false;
        }

        var bytes = Octets.Copy(datagram);
        if (!PayloadChain.TryRead(
            bytes.Slice(IkeHeader.HeaderLength), header.NextPayload, out ValueList<IkePayload> payloads, out failure))
        {
            return false;
        }

        message = Of(header) with { Payloads = payloads, Received = bytes };
        return true;
    }

    /// <summary>The first payload of a kind, or null.</summary>
    public T? Find<T>()
        where T : IkePayload
    {
        for (int index = 0; index < Payloads.Count; index++)
        {
            if (Payloads[index] is T found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The first payload of a kind and type, or null: for IDi and IDr, TSi and TSr.</summary>
    public T? Find<T>(PayloadType type)
        where T : IkePayload
    {
        for (int index = 0; index < Payloads.Count; index++)
        {
            if (Payloads[index] is T found && found.Type == type)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The first notify of a type, or null.</summary>
    public NotifyPayload? Find(NotifyType notify)
    {
        for (int index = 0; index < Payloads.Count; index++)
        {
            if (Payloads[index] is NotifyPayload found && found.Notify == notify)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The message on the wire, payloads in the clear.</summary>
    /// <exception cref="InvalidOperationException">A payload is longer than 65,535 bytes.</exception>
    public byte[] Write()
    {
        var writer = new PayloadWriter();
        writer.Take(IkeHeader.HeaderLength);
        PayloadChain.Write(Payloads, writer);
        byte[] bytes = writer.ToArray();
        HeaderFor(PayloadChain.FirstOf(Payloads), bytes.Length).Write(bytes);
        return bytes;
    }

    /// <summary>Its header.</summary>
    /// <param name="first">The type of the first payload.</param>
    /// <param name="length">Bytes of the whole message.</param>
    public IkeHeader HeaderFor(PayloadType first, int length) => new(
        InitiatorSpi,
        ResponderSpi,
        first,
        IkeHeader.Version2,
        Exchange,
        (IsFromInitiator ? IkeHeaderBits.Initiator : IkeHeaderBits.None) | (IsResponse ? IkeHeaderBits.Response : IkeHeaderBits.None),
        MessageId,
        (uint)length);

    /// <summary>True when all but <see cref="Received"/> is the same.</summary>
    public bool Equals(IkeMessage? other) => other is not null
        && HeaderFor(PayloadType.None, 0) == other.HeaderFor(PayloadType.None, 0)
        && Payloads == other.Payloads;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HeaderFor(PayloadType.None, 0), Payloads);

    private static IkeMessage Of(in IkeHeader header) => new()
    {
        InitiatorSpi = header.InitiatorSpi,
        ResponderSpi = header.ResponderSpi,
        Exchange = header.Exchange,
        IsFromInitiator = header.Flags.HasFlag(IkeHeaderBits.Initiator),
        IsResponse = header.Flags.HasFlag(IkeHeaderBits.Response),
        MessageId = header.MessageId,
    };

    private static IkeReadError JudgeHeader(ReadOnlySpan<byte> datagram, out IkeHeader header)
    {
        if (!IkeHeader.TryRead(datagram, out header))
        {
            return IkeReadError.MessageTooShort;
        }

        if (header.MajorVersion != IkeHeader.Version2 >> 4)
        {
            return IkeReadError.UnsupportedVersion;
        }

        if (datagram.Length > MessageLimits.MaximumMessageLength)
        {
            return IkeReadError.MessageTooLong;
        }

        return header.Length == (uint)datagram.Length ? IkeReadError.None : IkeReadError.LengthMismatch;
    }
}
