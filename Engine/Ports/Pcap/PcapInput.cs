namespace Pipeline.Engine.Ports.Pcap;

/// <summary>A stream read through a buffer that grows only to what one block may need.</summary>
internal sealed class PcapInput : IDisposable
{
    /// <summary>The longest piece that can be asked for at once, in bytes.</summary>
    public const int MaximumPieceLength = 1 << 20;

    private const int FirstBufferLength = 1 << 16;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[FirstBufferLength];
    private int _start;
    private int _end;

    public PcapInput(Stream stream)
    {
        _stream = stream;
    }

    /// <summary>Bytes taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes of the whole file; -1 when the stream cannot say.</summary>
    public long Length => _stream.CanSeek ? _stream.Length : -1;

    /// <summary>True when no byte is left.</summary>
    public bool AtEnd => !TryBuffer(1);

    /// <summary>Looks at the next bytes without taking them.</summary>
    /// <exception cref="PcapFormatException">The file ends before them.</exception>
    public ReadOnlySpan<byte> Peek(int length, string what)
    {
        if (!TryBuffer(length))
        {
            throw new PcapFormatException(
                Position + (_end - _start),
                $"the file ends inside {what} that began at byte {Position}: {length} bytes are needed, {_end - _start} are there");
        }

        return _buffer.AsSpan(_start, length);
    }

    /// <summary>Takes the next bytes; they stay valid until the next call.</summary>
    /// <exception cref="PcapFormatException">The file ends before them.</exception>
    public ReadOnlySpan<byte> Take(int length, string what)
    {
        ReadOnlySpan<byte> bytes = Peek(length, what);
        _start += length;
        Position += length;
        return bytes;
    }

    /// <summary>Leaves out the next bytes, however many: they are never held in memory at once.</summary>
    /// <exception cref="PcapFormatException">The file ends before them.</exception>
    public void Skip(long length, string what)
    {
        while (length > 0)
        {
            int piece = (int)Math.Min(length, FirstBufferLength);
            Take(piece, what);
            length -= piece;
        }
    }

    public void Dispose() => _stream.Dispose();

    private bool TryBuffer(int length)
    {
        if (_end - _start >= length)
        {
            return true;
        }

        MakeRoom(length);
        while (_end - _start < length)
        {
            int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }

    private void MakeRoom(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaximumPieceLength);
        byte[] target = length <= _buffer.Length ? _buffer : new byte[Math.Max(length, _buffer.Length * 2)];
        Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
        _buffer = target;
        _end -= _start;
        _start = 0;
    }
}
