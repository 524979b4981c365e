using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike;

/// <summary>Takes the fields of a message one behind the other, network order.</summary>
public sealed class PayloadWriter
{
    private byte[] _bytes = new byte[512];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; good until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Writes one byte.</summary>
    public void Write(byte value) => Take(sizeof(byte))[0] = value;

    /// <summary>Writes two bytes.</summary>
    public void Write(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(sizeof(ushort)), value);

    /// <summary>Writes four bytes.</summary>
    public void Write(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), value);

    /// <summary>Writes bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Makes room for <paramref name="length"/> bytes, which are zero until the caller fills them.</summary>
    /// <returns>The room; good until the next write.</returns>
    public Span<byte> Take(int length)
    {
        if (Length + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + length));
        }

        Span<byte> room = _bytes.AsSpan(Length, length);
        Length += length;
        return room;
    }

    /// <summary>Begins a structure that says its own length: <c>first | reserved | length</c>, as payloads, proposals and transforms do.</summary>
    /// <param name="first">The next payload, or the mark that more follow.</param>
    /// <returns>Where it begins; for <see cref="End"/>.</returns>
    public int Begin(byte first)
    {
        int start = Length;
        Take(PayloadReader.GenericHeaderLength)[0] = first;
        return start;
    }

    /// <summary>Ends a structure: sets its length.</summary>
    /// <param name="start">What <see cref="Begin"/> returned.</param>
    /// <exception cref="InvalidOperationException">It is longer than its length field can say.</exception>
    public void End(int start)
    {
        int length = Length - start;
        if (length > ushort.MaxValue)
        {
            throw new InvalidOperationException($"{length} bytes do not fit into one payload.");
        }

        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(start + sizeof(ushort)), (ushort)length);
    }

    /// <summary>A copy of what was written.</summary>
    public byte[] ToArray() => Written.ToArray();
}
