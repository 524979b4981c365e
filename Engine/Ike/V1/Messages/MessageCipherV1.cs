using System.Buffers.Binary;
using Pipeline.Crypto.Cbc;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1.Messages;

/// <summary>Encrypts and decrypts messages of one phase 1: CBC, the IVs chained within each exchange (RFC 2409 appendix B).</summary>
/// <remarks>
/// <code>
/// IV of the first encrypted message of phase 1 = hash(g^xi | g^xr)
/// IV of the first message of another exchange  = hash(last block of phase 1 | M-ID)
/// IV of every further message of an exchange   = last block of the message before it, whoever sent that
/// </code>
/// Encryption alone proves nothing: after <see cref="TryOpen"/> the caller checks the message's HASH and calls <see cref="Accept"/>
/// only then, so that nobody moves the chain who does not know the keys. Remembers the chains of at most
/// <see cref="MaximumExchangeCount"/> exchanges beside phase 1. Not thread safe. <see cref="Dispose"/> erases the key.
/// </remarks>
public sealed class MessageCipherV1 : IDisposable
{
    /// <summary>Exchanges under way at a time; the oldest is forgotten for another.</summary>
    public const int MaximumExchangeCount = 64;

    private readonly Phase1Hash _hash;
    private readonly CbcCipher _cipher;
    private readonly byte[] _phase1;

    // Few, by the limit, and mostly one or two: a walk over them is cheaper than hashing. The oldest comes first.
    private readonly List<(uint MessageId, byte[] Iv)> _exchanges = [];

    /// <summary>Begins behind the last message of phase 1 that was in the clear.</summary>
    /// <param name="hash">The negotiated hash.</param>
    /// <param name="cipher">The negotiated cipher with its key; belongs to this from now on.</param>
    /// <param name="exchange">What was said.</param>
    public MessageCipherV1(Phase1Hash hash, CbcCipher cipher, Phase1Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(hash);
        ArgumentNullException.ThrowIfNull(cipher);
        ArgumentNullException.ThrowIfNull(exchange);
        _hash = hash;
        _cipher = cipher;
        _phase1 = hash.Compute(exchange.InitiatorPublic.Span, exchange.ResponderPublic.Span)[..cipher.BlockLength];
    }

    /// <summary>Encrypts a message, and moves the chain of its exchange on.</summary>
    /// <param name="message">A message with its payloads in the clear; its encryption flag is set for it.</param>
    /// <returns>The message on the wire, the text padded with zeros to whole blocks.</returns>
    public byte[] Seal(IsakmpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        byte[] clear = (message with { Encrypted = null, Flags = message.Flags | IkeHeaderBits.Encryption }).Write();
        int textLength = clear.Length - IkeHeader.HeaderLength;
        int blockCount = Math.Max(1, (textLength + _cipher.BlockLength - 1) / _cipher.BlockLength);
        var bytes = new byte[IkeHeader.HeaderLength + (blockCount * _cipher.BlockLength)];
        clear.CopyTo(bytes, 0);

        // RFC 2409 appendix B: the length covers the padding.
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(IkeHeader.LengthOffset), bytes.Length);
        byte[] iv = IvOf(message.MessageId);
        _cipher.Encrypt(bytes.AsSpan(IkeHeader.HeaderLength), iv);
        MoveOn(message.MessageId, iv);
        return bytes;
    }

    /// <summary>Decrypts a message without moving the chain of its exchange.</summary>
    /// <param name="outer">As it came.</param>
    /// <param name="message">The message in the clear, authentic or not; not usable when false is returned.</param>
    /// <param name="failure">
    /// What is wrong: it is not encrypted or no whole blocks (<see cref="IkeReadError.BadLength"/>), or what came out is no
    /// message, as after every wrong key.
    /// </param>
    public bool TryOpen(IsakmpMessage outer, out IsakmpMessage message, out IsakmpReadFailure failure)
    {
        ArgumentNullException.ThrowIfNull(outer);
        message = null!;
        failure = new IsakmpReadFailure(IkeReadError.BadLength);
        if (outer.Encrypted is not { } body || body.Ciphertext.IsEmpty || body.Ciphertext.Length % _cipher.BlockLength != 0)
        {
            return false;
        }

        byte[] bytes = outer.Write();
        _cipher.Decrypt(bytes.AsSpan(IkeHeader.HeaderLength), IvOf(outer.MessageId));
        return IsakmpMessage.TryReadOpened(bytes, out message, out failure);
    }

    /// <summary>Moves the chain of an exchange on, once a message that was opened was found authentic.</summary>
    /// <param name="outer">The message as it came, which <see cref="TryOpen"/> took.</param>
    public void Accept(IsakmpMessage outer)
    {
        ArgumentNullException.ThrowIfNull(outer);
        if (outer.Encrypted is { } body && body.Ciphertext.Length >= _cipher.BlockLength)
        {
            MoveOn(outer.MessageId, body.Ciphertext.Span[^_cipher.BlockLength..].ToArray());
        }
    }

    /// <summary>Forgets the chain of an exchange that is over; not that of phase 1.</summary>
    public void Forget(uint messageId) => _exchanges.RemoveAll(entry => entry.MessageId == messageId);

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    /// <summary>A copy of the IV of the next message of an exchange.</summary>
    private byte[] IvOf(uint messageId)
    {
        if (messageId == 0)
        {
            return [.. _phase1];
        }

        int index = _exchanges.FindIndex(entry => entry.MessageId == messageId);
        if (index >= 0)
        {
            return [.. _exchanges[index].Iv];
        }

        Span<byte> id = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(id, messageId);
        return _hash.Compute(_phase1, id)[.._cipher.BlockLength];
    }

    private void MoveOn(uint messageId, byte[] iv)
    {
        if (messageId == 0)
        {
            iv.CopyTo(_phase1, 0);
            return;
        }

        int index = _exchanges.FindIndex(entry => entry.MessageId == messageId);
        if (index >= 0)
        {
            _exchanges[index] = (messageId, iv);
            return;
        }

        if (_exchanges.Count >= MaximumExchangeCount)
        {
            _exchanges.RemoveAt(0);
        }

        _exchanges.Add((messageId, iv));
    }
}
