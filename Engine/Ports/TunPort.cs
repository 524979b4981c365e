using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports.Native;
using Pipeline.Engine.Ports.Sockets;

namespace Pipeline.Engine.Ports;

/// <summary>A TUN device: what the machine routes into it is received, what is sent comes out of it. Linux only.</summary>
/// <remarks>
/// The device gets its MTU, addresses and routes here and loses them when the port is disposed; it is gone then, unless an
/// administrator had made it before. One packet a system call; a device that takes superpackets will be another mode of this port.
/// </remarks>
public sealed unsafe class TunPort : IPacketPort, IPacketSender
{
    private readonly Descriptor _device;
    private readonly ReceiveBuffers _buffers;
    private readonly PortDrops _drops = new();
    private readonly PollEntry[] _entry = GC.AllocateArray<PollEntry>(1, pinned: true);
    private readonly List<RouteRequest> _undo = [];
    private bool _disposed;

    /// <param name="options">Name, MTU, addresses and routes.</param>
    /// <param name="pool">Where received packets are rented.</param>
    /// <exception cref="PortUnavailableException">The device, an address or a route cannot be had; nothing of it is left.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public TunPort(TunOptions options, PacketPool pool)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(pool);
        _device = TunDevice.Open(options.Name, out string name);
        try
        {
            Name = name;
            SetUp(options);
        }
        catch
        {
            _device.Dispose();
            throw;
        }

        _entry[0] = new PollEntry { Descriptor = _device.Number, Wanted = PollEntry.Readable };
        _buffers = new ReceiveBuffers(pool, _drops);
    }

    /// <summary>The device's name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="IOException">The device is gone, or was taken down.</exception>
    public bool Receive(PacketBatch batch, TimeSpan wait)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_disposed || batch.IsFull)
        {
            return !_disposed;
        }

        int before = batch.Count;
        Drain(batch);
        if (batch.Count == before && wait > TimeSpan.Zero && IsReadableWithin(wait))
        {
            Drain(batch);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Send(PacketBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BatchSend.Run(batch, this, _drops);
    }

    /// <inheritdoc/>
    public long Dropped(DropReason reason) => _drops[reason];

    /// <summary>Takes routes and addresses back and lets the device go. Nobody may receive or send then.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Undo();
        _buffers.Dispose();
        _device.Dispose();
    }

    /// <inheritdoc/>
    DropReason IPacketSender.Send(PacketBuffer packet)
    {
        nint written;
        do
        {
            written = Libc.Write(_device, SocketMessage.AddressIn(packet, packet.Offset), packet.Length);
        }
        while (written < 0 && Libc.LastError == LinuxError.Interrupted);
        return written >= 0 ? DropReason.None : SendRefusal.ReasonOf(Libc.LastError);
    }

    private void Drain(PacketBatch batch)
    {
        // One byte more than fits: a packet that fills it was cut by the kernel, which does not say so.
        for (int left = batch.Capacity; left > 0 && !batch.IsFull; left--)
        {
            PacketBuffer packet = _buffers.Next;
            int room = packet.Pool.MaximumPacketLength;
            nint length = Libc.Read(_device, SocketMessage.AddressIn(packet, packet.Pool.Headroom), room + 1);
            if (length < 0)
            {
                ThrowIfGone(Libc.LastError);
                return;
            }

            if (length > room)
            {
                _drops.Count(DropReason.NoRoom);
                continue;
            }

            packet.Reset((int)length);
            _buffers.Pass(batch);
        }
    }

    private bool IsReadableWithin(TimeSpan wait)
    {
        var entry = (PollEntry*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_entry));
        return Libc.Poll(entry, 1, PollWait.Milliseconds(wait)) > 0;
    }

    private void ThrowIfGone(LinuxError error)
    {
        if (error is not (LinuxError.TryAgain or LinuxError.Interrupted or LinuxError.NoMemory))
        {
            throw new IOException($"The TUN device {Name} is gone: {PortUnavailableException.Describe(error)}");
        }
    }

    private void SetUp(TunOptions options)
    {
        uint device = Libc.InterfaceIndex(Name);
        using var socket = new RouteSocket();
        try
        {
            Do(socket, RouteRequest.BringUp(device, options.Mtu));
            foreach (InterfaceAddress address in options.Addresses)
            {
                Do(socket, RouteRequest.AddAddress(device, address), RouteRequest.RemoveAddress(device, address));
            }

            foreach (InterfaceAddress network in options.Routes)
            {
                Do(socket, RouteRequest.AddRoute(device, network), RouteRequest.RemoveRoute(device, network));
            }
        }
        catch
        {
            Undo();
            throw;
        }
    }

    private void Do(RouteSocket socket, RouteRequest request, RouteRequest? undo = null)
    {
        if (socket.TryDo(request, out LinuxError error))
        {
            if (undo is not null)
            {
                _undo.Add(undo);
            }

            return;
        }

        throw new PortUnavailableException(error switch
        {
            LinuxError.NotPermitted => $"The TUN device {Name} needs CAP_NET_ADMIN to get {request.What}",
            LinuxError.Exists => $"The TUN device {Name} cannot get {request.What}: there is one already",
            _ => $"The TUN device {Name} cannot get {request.What}: {PortUnavailableException.Describe(error)}",
        });
    }

    /// <summary>The last made goes first. What is gone already is no error: an administrator may have been faster.</summary>
    private void Undo()
    {
        if (_undo.Count == 0)
        {
            return;
        }

        using var socket = new RouteSocket();
        for (int index = _undo.Count - 1; index >= 0; index--)
        {
            socket.TryDo(_undo[index], out _);
        }

        _undo.Clear();
    }
}
