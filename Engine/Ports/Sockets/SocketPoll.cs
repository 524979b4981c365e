using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Native;

namespace Pipeline.Engine.Ports.Sockets;

/// <summary>The receiving side of a port with several sockets: waits for all of them at once, then takes from each in turn.</summary>
internal sealed unsafe class SocketPoll : IDisposable
{
    private readonly PortSocket[] _sockets;
    private readonly PollEntry[] _entries;
    private readonly ReceiveBuffers _buffers;
    private int _first;
    private bool _disposed;

    /// <param name="sockets">The sockets; they stay the caller's, but are kept open as long as this is not disposed.</param>
    /// <param name="pool">Where packets are rented.</param>
    /// <param name="drops">Counts what the pool had no room for.</param>
    public SocketPoll(IReadOnlyList<PortSocket> sockets, PacketPool pool, PortDrops drops)
    {
        _sockets = [.. sockets];
        _buffers = new ReceiveBuffers(pool, drops);
        _entries = GC.AllocateArray<PollEntry>(_sockets.Length, pinned: true);
        for (int index = 0; index < _sockets.Length; index++)
        {
            bool added = false;
            // Held open: the number of a closed descriptor may be somebody else's the next moment.
            _sockets[index].Handle.DangerousAddRef(ref added);
            _entries[index] = new PollEntry { Descriptor = _sockets[index].Handle.Number, Wanted = PollEntry.Readable };
        }
    }

    /// <summary>As <see cref="IPacketPort.Receive"/>.</summary>
    /// <returns>False once it is disposed.</returns>
    public bool Receive(PacketBatch batch, TimeSpan wait)
    {
        if (_disposed || batch.IsFull)
        {
            return !_disposed;
        }

        var entries = (PollEntry*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_entries));
        if (Libc.Poll(entries, (nuint)_entries.Length, PollWait.Milliseconds(wait)) <= 0)
        {
            return true;
        }

        // Each call begins with another socket: one that is never empty does not starve the rest.
        _first = (_first + 1) % _sockets.Length;
        for (int index = 0; index < _sockets.Length; index++)
        {
            int turn = (_first + index) % _sockets.Length;
            if (_entries[turn].Happened != 0)
            {
                _sockets[turn].Drain(batch, _buffers);
            }
        }

        return true;
    }

    /// <summary>Lets the sockets go.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Array.ForEach(_sockets, socket => socket.Handle.DangerousRelease());
        _buffers.Dispose();
    }
}
