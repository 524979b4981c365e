using System.Diagnostics;
using Pipeline.Crypto;
using Pipeline.Engine.DataPath;
using Pipeline.Engine.Encapsulation.Fragments;
using Pipeline.Engine.Packets;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Ports.Pcap;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Captures;

/// <summary>Takes a capture through one of the two walks, on one thread and without actors.</summary>
internal sealed class CaptureRun
{
    // Datagrams that wait can hold 32 x 64 buffers; the rest is for one batch and all that comes of it.
    private const int PoolPackets = 4096;

    private static readonly PathOptions Bounds = new()
    {
        BatchPackets = PacketBatch.MaximumCapacity,
        Reassembly = new ReassemblyLimits { MaximumDatagramCount = 32, MaximumFragmentCount = 64 },
    };

    private readonly PcapPort _port;
    private readonly IPacketWalk _walk;
    private readonly OrderedOutput _output;
    private readonly PacketBatch _batch = new();
    private long _number;
    private TimeSpan _clock;

    private CaptureRun(PcapPort port, IPacketWalk walk, OrderedOutput output)
    {
        (_port, _walk, _output) = (port, walk, output);
    }

    /// <summary>Reads, walks, writes.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="progress">Hears how much of the input was read: bytes, and all bytes or -1.</param>
    /// <param name="cancellation">Ends it early; then there is no output.</param>
    /// <exception cref="BadInputException">A file cannot be used; then there is no output either.</exception>
    public static CaptureSummary Run(CaptureOptions options, Action<long, long> progress, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        SelfTest.RunOnce();
        options.CheckFiles();
        using SaSelection sas = SaSelection.Read(options.SaFile, options.Direction, options.AllowLegacy);
        using var pool = new PacketPool(PoolPackets, IpPacket.MaximumLength);
        try
        {
            using var port = new PcapPort(pool, new PcapReader(InputFile.Open(options.Input)), writer: null);
            using OutputFile file = OutputFile.Create(options.Output);
            using var writer = new PcapWriter(file.Stream);
            using var output = new OrderedOutput(writer);
            using IPacketWalk walk = Walk(sas, options.Direction, output.Take);
            var run = new CaptureRun(port, walk, output);
            run.Run(progress, cancellation);
            writer.Dispose();
            file.Commit();
            return run.Summarise(Stopwatch.GetElapsedTime(start));
        }
        catch (PcapFormatException problem)
        {
            throw new BadInputException($"{options.Input}: {problem.Message}");
        }
    }

    private static IPacketWalk Walk(SaSelection sas, SaDirection direction, Action<PacketBatch> send) =>
        direction == SaDirection.Outbound ? new ProtectWalk(sas, Bounds, send) : new UnprotectWalk(sas, Bounds, send);

    private void Run(Action<long, long> progress, CancellationToken cancellation)
    {
        try
        {
            while (_port.Receive(_batch, TimeSpan.Zero))
            {
                cancellation.ThrowIfCancellationRequested();
                Walk();
                progress(_port.Position, _port.Length);
            }

            // Nothing more comes: what waits for fragments has waited long enough, and is counted.
            _walk.Process(_batch, TimeSpan.MaxValue);
            _output.Write();
        }
        finally
        {
            PacketPool.Return(_batch);
        }
    }

    private void Walk()
    {
        for (int index = 0; index < _batch.Count; index++)
        {
            PacketBuffer packet = _batch[index];
            packet.Tag = _number++;
            // The capture's own clock, so that the result does not depend on how fast this machine is.
            _clock = TimeSpan.FromTicks(Math.Max(_clock.Ticks, packet.Timestamp));
        }

        _walk.Process(_batch, _clock);
        _output.Write();
    }

    private CaptureSummary Summarise(TimeSpan time)
    {
        var drops = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (DropReason reason in Enum.GetValues<DropReason>())
        {
            long packets = _walk.Counters.Drops[reason] + _port.Dropped(reason);
            if (packets > 0)
            {
                drops.Add(reason.ToString(), packets);
            }
        }

        return new CaptureSummary
        {
            PacketsRead = _walk.Counters.ReceivedPackets + _port.Dropped(DropReason.NotIp) + _port.Dropped(DropReason.NoRoom),
            PacketsWritten = _output.Count,
            BytesRead = _walk.Counters.ReceivedBytes,
            BytesWritten = _output.Bytes,
            Drops = drops,
            Seconds = time.TotalSeconds,
        };
    }
}
