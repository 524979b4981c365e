using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Wire.Ike;

namespace Pipeline.Engine.Ike.Messages;

/// <summary>One direction of an IKE SA: encrypts or decrypts the body of an SK or SKF payload (RFC 7296 §3.14, RFC 5282, RFC 7634).</summary>
/// <remarks>
/// The transforms of ESP do it, because the layouts agree: what is in front of the IV is authenticated (RFC 5282 §5.1; for a MAC
/// RFC 7296 §3.14), then come IV, text and ICV. A message is an ESP packet with a longer header. IVs are a counter of our messages, which
/// CBC encrypts to have one that nobody can predict: so none of this needs randomness.
/// </remarks>
/// <param name="transform">The negotiated suite.</param>
/// <param name="key">Its key for this direction; erased with this.</param>
/// <param name="firstSequence">The counter's value for the first message.</param>
internal sealed class MessageCipher(PacketTransform transform, PacketKey key, ulong firstSequence = 0) : IDisposable
{
    // ESP aligns its text to 4 bytes (RFC 4303 §2.4); IKE to whole cipher blocks only, so not at all without blocks.
    private const int EspAlignment = 4;
    private const int PadLengthLength = 1;

    [ThreadStatic]
    private static PinnedBytes _scratch;

    private readonly int _alignment = transform.BlockLength > EspAlignment ? transform.BlockLength : 1;
    private ulong _sequence = firstSequence;

    /// <summary>Bytes of a whole message.</summary>
    /// <param name="prefixLength">Bytes in front of the IV.</param>
    /// <param name="textLength">Bytes to encrypt, without padding.</param>
    internal int SealedLength(int prefixLength, int textLength) =>
        prefixLength + transform.IvLength + PaddedLength(textLength) + transform.IcvLength;

    /// <summary>The most bytes of text that fit into a message of that length; not positive when none do.</summary>
    internal int TextRoom(int prefixLength, int messageLength)
    {
        int room = messageLength - prefixLength - transform.IvLength - transform.IcvLength;
        return room - (room % _alignment) - PadLengthLength;
    }

    /// <summary>Encrypts and authenticates.</summary>
    /// <param name="prefix">
    /// IKE header, generic header, and fragment numbers if there are any; the two lengths in it are set here.
    /// </param>
    /// <param name="text">The payloads, or a part of them.</param>
    /// <returns>The whole message.</returns>
    /// <exception cref="InvalidOperationException">It would be longer than 65,535 bytes.</exception>
    internal byte[] Seal(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> text)
    {
        int length = SealedLength(prefix.Length, text.Length);
        if (length > MessageLimits.MaximumMessageLength)
        {
            throw new InvalidOperationException($"A message of {length} bytes does not fit into a datagram; it needs fragments.");
        }

        PinnedBytes memory = Scratch(length);
        Span<byte> message = memory.AsSpan(0, length);
        message.Clear();
        prefix.CopyTo(message);
        BinaryPrimitives.WriteInt32BigEndian(message[IkeHeader.LengthOffset..], length);
        BinaryPrimitives.WriteUInt16BigEndian(
            message[(IkeHeader.HeaderLength + sizeof(ushort))..], (ushort)(length - IkeHeader.HeaderLength));
        int textOffset = prefix.Length + transform.IvLength;
        text.CopyTo(message[textOffset..]);
        int paddedLength = PaddedLength(text.Length);
        message[textOffset + paddedLength - 1] = (byte)(paddedLength - text.Length - PadLengthLength);

        transform.Seal([new SealJob
        {
            Key = key,
            Sequence = _sequence++,
            Packet = memory.View,
            IvOffset = prefix.Length,
            TextOffset = textOffset,
            TextLength = paddedLength,
            IcvOffset = textOffset + paddedLength,
            Associated = memory.View,
            AssociatedLength = prefix.Length,
        }]);
        return message.ToArray();
    }

    /// <summary>Verifies and decrypts.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="prefixLength">Bytes in front of the IV.</param>
    /// <param name="text">What was inside, without padding; empty unless the result is <see cref="OpenOutcome.Opened"/>.</param>
    /// <returns>
    /// <see cref="OpenOutcome.Opened"/>, <see cref="OpenOutcome.NotAuthentic"/>, or <see cref="OpenOutcome.Malformed"/> when only the
    /// padding is wrong.
    /// </returns>
    internal OpenOutcome Open(ReadOnlySpan<byte> message, int prefixLength, out byte[] text)
    {
        text = [];
        int textOffset = prefixLength + transform.IvLength;
        int textLength = message.Length - textOffset - transform.IcvLength;
        if (textLength < PadLengthLength)
        {
            return OpenOutcome.NotAuthentic;
        }

        PinnedBytes memory = Scratch(message.Length);
        message.CopyTo(memory.AsSpan());
        Span<OpenJob> jobs = [new OpenJob
        {
            Key = key,
            Packet = memory.View,
            IvOffset = prefixLength,
            TextOffset = textOffset,
            TextLength = textLength,
            IcvOffset = textOffset + textLength,
            Associated = memory.View,
            AssociatedLength = prefixLength,
        }];
        transform.Open(jobs);
        return jobs[0].Authentic ? TakeText(memory.AsSpan(textOffset, textLength), out text) : OpenOutcome.NotAuthentic;
    }

    /// <summary>Erases the key.</summary>
    public void Dispose() => key.Dispose();

    private static OpenOutcome TakeText(Span<byte> padded, out byte[] text)
    {
        int length = padded.Length - PadLengthLength - padded[^1];
        text = length < 0 ? [] : padded[..length].ToArray();
        padded.Clear();
        return length < 0 ? OpenOutcome.Malformed : OpenOutcome.Opened;
    }

    private int PaddedLength(int textLength)
    {
        int length = textLength + PadLengthLength;
        return length + ((_alignment - (length % _alignment)) % _alignment);
    }

    /// <summary>Memory that a transform can work in: of the running thread, because there are few threads and many IKE SAs.</summary>
    private static PinnedBytes Scratch(int length)
    {
        const int Smallest = 4096;

        if (_scratch.Length < length)
        {
            _scratch = PinnedBytes.Allocate(Math.Max(length, Smallest));
        }

        return _scratch;
    }
}
