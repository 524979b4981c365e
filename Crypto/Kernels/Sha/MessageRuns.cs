using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pipeline.Crypto.Kernels.Sha;

/// <summary>A message cut into runs of whole blocks: most are hashed where they lie, the others are put together in a buffer.</summary>
/// <remarks>
/// <code>
/// first part ............ | middle | last part ........................ | high sequence
/// [ whole blocks ] [ put together     ] [ whole blocks ] [ put together, with padding (FIPS 180-4 §5.1) ]
/// </code>
/// </remarks>
internal unsafe struct MessageRuns
{
    /// <summary>Blocks that the buffer of a lane has: two where parts meet and two at the end, or three at the end alone.</summary>
    internal const int BufferBlocks = 4;

    private const int Most = 4;

    private RunStarts _starts;
    private RunBlocks _blocks;
    private int _count;
    private int _next;

    /// <summary>Takes the next run.</summary>
    /// <param name="start">Its first block.</param>
    /// <param name="blocks">Blocks in it: at least one.</param>
    /// <returns>False when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryNext(out byte* start, out int blocks)
    {
        int next = _next;
        if (next == _count)
        {
            start = null;
            blocks = 0;
            return false;
        }

        start = (byte*)_starts[next];
        blocks = _blocks[next];
        _next = next + 1;
        return true;
    }

    /// <summary>Sets the only run.</summary>
    internal void SetOne(byte* start)
    {
        _starts[0] = (nint)start;
        _blocks[0] = 1;
        _count = 1;
        _next = 0;
    }

    /// <summary>Cuts a message.</summary>
    /// <param name="job">The message.</param>
    /// <param name="buffer">Memory of <see cref="BufferBlocks"/> blocks, for as long as the runs are used.</param>
    /// <param name="blockLength">Bytes in a block: 64 or 128.</param>
    internal void Cut(in MacJob job, byte* buffer, int blockLength)
    {
        _count = 0;
        _next = 0;
        int padded = (job.Length + 1 + (blockLength / 8) + blockLength - 1) & -blockLength;
        if (padded <= BufferBlocks * blockLength)
        {
            PutTogether(in job, buffer, blockLength, padded);
            return;
        }

        byte* rest = AddWhole(job.First, job.FirstLength, blockLength, out int restLength);
        int buffered = 0;
        if (job.MiddleLength + job.LastLength != 0)
        {
            buffered = Meet(in job, buffer, blockLength, ref rest, ref restLength);
        }

        int start = buffered / blockLength * blockLength;
        AddEnd(in job, buffer + start, buffered - start, rest, restLength, blockLength);
    }

    /// <summary>A short message as one run: copying it costs less than a second run.</summary>
    private void PutTogether(in MacJob job, byte* buffer, int blockLength, int padded)
    {
        LaneBuffer.Zero(buffer, padded);
        LaneBuffer.Copy(buffer, job.First, job.FirstLength);
        int length = job.FirstLength;
        if (job.MiddleLength + job.LastLength != 0)
        {
            LaneBuffer.Copy(buffer + length, job.Middle, job.MiddleLength);
            length += job.MiddleLength;
            LaneBuffer.Copy(buffer + length, job.Last, job.LastLength);
            length += job.LastLength;
        }

        Close(in job, buffer, length, padded, blockLength);
        Add(buffer, padded / blockLength);
    }

    /// <summary>Puts together the block or two in which parts meet.</summary>
    /// <returns>Bytes buffered: whole blocks when the last part was long enough to fill them.</returns>
    private int Meet(in MacJob job, byte* buffer, int blockLength, ref byte* rest, ref int restLength)
    {
        LaneBuffer.Copy(buffer, rest, restLength);
        LaneBuffer.Copy(buffer + restLength, job.Middle, job.MiddleLength);
        int buffered = restLength + job.MiddleLength;
        int missing = Math.Min(-buffered & (blockLength - 1), job.LastLength);
        LaneBuffer.Copy(buffer + buffered, job.Last, missing);
        buffered += missing;
        int whole = buffered / blockLength;
        if (whole != 0)
        {
            Add(buffer, whole);
        }

        rest = AddWhole(job.Last + missing, job.LastLength - missing, blockLength, out restLength);
        return buffered;
    }

    /// <summary>Puts the end together: what is left, the high sequence, a one bit, zeros, and the length in bits.</summary>
    private void AddEnd(in MacJob job, byte* end, int filled, byte* rest, int restLength, int blockLength)
    {
        int message = filled + restLength + (job.HasHighSequence ? sizeof(uint) : 0);
        int length = (message + 1 + (blockLength / 8) + blockLength - 1) & -blockLength;
        if (filled == 0)
        {
            LaneBuffer.Zero(end, length);
        }
        else
        {
            Unsafe.InitBlockUnaligned(end + filled, 0, (uint)(length - filled));
        }

        LaneBuffer.Copy(end + filled, rest, restLength);
        Close(in job, end, filled + restLength, length, blockLength);
        Add(end, length / blockLength);
    }

    /// <summary>Writes what stands behind the message into a buffer of zeros.</summary>
    private static void Close(in MacJob job, byte* end, int message, int length, int blockLength)
    {
        if (job.HasHighSequence)
        {
            Unsafe.WriteUnaligned(end + message, BigEndian(job.HighSequence));
            message += sizeof(uint);
        }

        end[message] = 0x80;

        // The block of key in front of the message counts (RFC 2104 §2).
        Unsafe.WriteUnaligned(end + length - sizeof(ulong), BigEndian((ulong)(blockLength + job.Length) * 8));
    }

    private byte* AddWhole(byte* part, int length, int blockLength, out int restLength)
    {
        int whole = length & -blockLength;
        restLength = length - whole;
        if (whole != 0)
        {
            Add(part, whole / blockLength);
        }

        return part + whole;
    }

    private void Add(byte* start, int blocks)
    {
        _starts[_count] = (nint)start;
        _blocks[_count] = blocks;
        _count++;
    }

    private static uint BigEndian(uint value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static ulong BigEndian(ulong value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    [InlineArray(Most)]
    private struct RunStarts
    {
        private nint _first;
    }

    [InlineArray(Most)]
    private struct RunBlocks
    {
        private int _first;
    }
}
