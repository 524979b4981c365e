using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike;

/// <summary>A walk over proposals, or over the transforms of one, alike in both versions (RFC 7296 §3.3.1, §3.3.2; RFC 2408 §3.5, §3.6).</summary>
/// <remarks>
/// <code>
/// | 0 (last) or n |   RESERVED    |            Length             |
/// |                             body                              |
/// </code>
/// </remarks>
/// <param name="list">All of the list.</param>
/// <param name="moreMark">What the first byte says when more follow: 2 for proposals, 3 for transforms.</param>
internal ref struct SubstructureReader(ReadOnlySpan<byte> list, byte moreMark)
{
    private const int HeaderLength = PayloadReader.GenericHeaderLength;

    private readonly ReadOnlySpan<byte> _list = list;
    private int _offset;

    /// <summary>What ended the walk; <see cref="IkeReadError.None"/> at the proper end.</summary>
    internal IkeReadError Error { get; private set; }

    /// <summary>Goes to the next one.</summary>
    /// <param name="offset">Where its body begins in the list.</param>
    /// <param name="length">Bytes of its body.</param>
    /// <returns>False at the end, or at a fault, which <see cref="Error"/> then names.</returns>
    internal bool TryNext(out int offset, out int length)
    {
        (offset, length) = (0, 0);
        ReadOnlySpan<byte> rest = _list[_offset..];
        if (rest.IsEmpty)
        {
            return false;
        }

        int whole = rest.Length < HeaderLength ? 0 : BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        if (whole < HeaderLength || whole > rest.Length)
        {
            return Fail(IkeReadError.BadLength);
        }

        bool isLast = whole == rest.Length;
        if (rest[0] != (isLast ? 0 : moreMark))
        {
            return Fail(IkeReadError.BadLastMark);
        }

        (offset, length) = (_offset + HeaderLength, whole - HeaderLength);
        _offset += whole;
        return true;
    }

    private bool Fail(IkeReadError error)
    {
        Error = error;
        _offset = _list.Length;
        return false;
    }
}
