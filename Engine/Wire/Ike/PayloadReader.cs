using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike;

/// <summary>A walk over a payload chain: looks at generic headers only, copies nothing, ends after 64 payloads.</summary>
/// <remarks>
/// <code>
/// | Next Payload  |C|  RESERVED   |         Payload Length        |  0     (RFC 7296 §3.2)
/// |                             body                              |  4
/// </code>
/// IKEv1 has the same generic header without the critical bit (RFC 2408 §3.2).
/// </remarks>
/// <param name="chain">Everything behind the IKE header, or the text of an encrypted payload.</param>
/// <param name="first">The type of the first payload.</param>
/// <param name="hasEncryptedPayloads">False for IKEv1, where the numbers of SK and SKF mean nothing.</param>
public ref struct PayloadReader(ReadOnlySpan<byte> chain, PayloadType first, bool hasEncryptedPayloads = true)
{
    /// <summary>Bytes of the generic payload header.</summary>
    public const int GenericHeaderLength = 4;

    private const int LengthOffset = 2;
    private const byte CriticalBit = 0x80;

    private readonly ReadOnlySpan<byte> _chain = chain;
    private readonly bool _hasEncryptedPayloads = hasEncryptedPayloads;
    private PayloadType _next = first;
    private int _offset;
    private int _count;

    /// <summary>What ended the walk; <see cref="IkeReadError.None"/> at the proper end.</summary>
    public IkeReadError Error { get; private set; }

    /// <summary>Goes to the next payload.</summary>
    /// <returns>False at the end, or at a fault, which <see cref="Error"/> then names.</returns>
    public bool TryNext(out PayloadSlice payload)
    {
        payload = default;
        if (_next == PayloadType.None)
        {
            return _offset == _chain.Length ? false : Fail(IkeReadError.TrailingOctets);
        }

        if (++_count > MessageLimits.MaximumPayloadCount)
        {
            return Fail(IkeReadError.TooManyPayloads);
        }

        ReadOnlySpan<byte> rest = _chain[_offset..];
        if (rest.Length < GenericHeaderLength)
        {
            return Fail(IkeReadError.PayloadBeyondEnd);
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[LengthOffset..]);
        if (length < GenericHeaderLength || length > rest.Length)
        {
            return Fail(IkeReadError.PayloadBeyondEnd);
        }

        payload = new PayloadSlice(
            _next, (rest[1] & CriticalBit) != 0, _offset + GenericHeaderLength, length - GenericHeaderLength, (PayloadType)rest[0]);
        return Advance(payload, length, rest.Length);
    }

    private bool Advance(in PayloadSlice payload, int length, int restLength)
    {
        _offset += length;
        _next = payload.Next;
        if (!_hasEncryptedPayloads || payload.Type is not (PayloadType.Encrypted or PayloadType.EncryptedFragment))
        {
            return true;
        }

        // Their next payload field speaks of what is inside, so nothing can follow (RFC 7296 §3.14).
        _next = PayloadType.None;
        return length == restLength || Fail(IkeReadError.EncryptedPayloadNotLast);
    }

    private bool Fail(IkeReadError error)
    {
        Error = error;
        _next = PayloadType.None;
        _offset = _chain.Length;
        return false;
    }
}
