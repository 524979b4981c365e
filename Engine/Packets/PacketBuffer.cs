using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pipeline.Crypto;

namespace Pipeline.Engine.Packets;

/// <summary>One packet in a pooled array, with room to grow at both ends.</summary>
/// <remarks>
/// <code>
/// | headroom | packet ............ | tailroom |
/// 0          Offset                           Capacity
/// </code>
/// Has exactly one owner at a time; passing it on passes ownership. It goes back by <see cref="PacketPool.Return(PacketBuffer)"/>.
/// </remarks>
public sealed class PacketBuffer
{
    // Neighbours in memory belong to different shards: without this, each writes into the other's cache line at every packet.
    [SuppressMessage("CodeQuality", "IDE0051", Justification = "It is there for its length.")]
#pragma warning disable CS0169
    private readonly LineOfPadding _apart;
#pragma warning restore CS0169

    internal PacketBuffer(PacketPool pool, int capacity)
    {
        Pool = pool;
        var memory = PinnedBytes.Allocate(capacity);
        (Bytes, View) = (memory.Array, memory.View);
    }

    /// <summary>The pool that it came from and goes back to.</summary>
    public PacketPool Pool { get; }

    /// <summary>The whole memory.</summary>
    public byte[] Bytes { get; }

    /// <summary>The same memory for jobs, which name parts of it by offset: kernels and system calls take its address.</summary>
    public PinnedView View { get; }

    /// <summary>Where the packet begins in <see cref="Bytes"/>; as many bytes are free in front of it.</summary>
    public int Offset { get; private set; }

    /// <summary>Bytes of the packet.</summary>
    public int Length { get; private set; }

    /// <summary>Free bytes in front of the packet.</summary>
    public int Headroom => Offset;

    /// <summary>Free bytes behind the packet.</summary>
    public int Tailroom => Bytes.Length - Offset - Length;

    /// <summary>The packet itself.</summary>
    public Span<byte> Packet => Bytes.AsSpan(Offset, Length);

    /// <summary>When the packet was received, in ticks of 100 ns since 0001 (UTC); 0 when the port does not say.</summary>
    public long Timestamp { get; set; }

    /// <summary>Scratch for ports and sinks in tests and load generators; travels with the packet.</summary>
    public long Tag { get; set; }

    /// <summary>The free bytes behind the packet.</summary>
    public Span<byte> Behind => Bytes.AsSpan(Offset + Length);

    /// <summary>Makes the packet <paramref name="length"/> uninitialised bytes behind the pool's usual headroom.</summary>
    public Span<byte> Reset(int length) => Reset(Pool.Headroom, length);

    /// <summary>Makes the packet <paramref name="length"/> uninitialised bytes behind <paramref name="headroom"/> free bytes.</summary>
    public Span<byte> Reset(int headroom, int length)
    {
        Debug.Assert(headroom >= 0 && length >= 0 && headroom + length <= Bytes.Length);
        Offset = headroom;
        Length = length;
        return Packet;
    }

    /// <summary>Makes the packet a copy of <paramref name="packet"/> behind the pool's usual headroom.</summary>
    /// <returns>False, and nothing changed, when it does not fit.</returns>
    public bool TryFill(ReadOnlySpan<byte> packet)
    {
        if (packet.Length > Pool.MaximumPacketLength)
        {
            return false;
        }

        packet.CopyTo(Reset(packet.Length));
        return true;
    }

    /// <summary>Grows the packet at the front and returns the new bytes, uninitialised.</summary>
    public Span<byte> Prepend(int length)
    {
        Debug.Assert(length <= Headroom);
        Offset -= length;
        Length += length;
        return Bytes.AsSpan(Offset, length);
    }

    /// <summary>Grows the packet at the back and returns the new bytes, uninitialised.</summary>
    public Span<byte> Append(int length)
    {
        Debug.Assert(length <= Tailroom);
        Length += length;
        return Bytes.AsSpan(Offset + Length - length, length);
    }

    /// <summary>Grows the packet at both ends by uninitialised bytes.</summary>
    public void Grow(int front, int back)
    {
        Debug.Assert(front <= Headroom && back <= Tailroom);
        Offset -= front;
        Length += front + back;
    }

    /// <summary>Takes <paramref name="length"/> bytes off the front.</summary>
    public void TrimStart(int length)
    {
        Debug.Assert(length <= Length);
        Offset += length;
        Length -= length;
    }

    /// <summary>Takes <paramref name="length"/> bytes off the back.</summary>
    public void TrimEnd(int length)
    {
        Debug.Assert(length <= Length);
        Length -= length;
    }

    [InlineArray(64)]
    private struct LineOfPadding
    {
        private byte _first;
    }
}
