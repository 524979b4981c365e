using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Observation;
using Pipeline.Engine.Ports.Pcap;
using Pipeline.Engine.Wire.Ah;
using Pipeline.Engine.Wire.Esp;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>Reads a capture from its first frame to its last: IKE goes to an observer, ESP and AH are counted.</summary>
internal sealed class CaptureReading : IDisposable
{
    private const int MostNotes = 20;

    private readonly string _file;
    private readonly IkeObserver _observer;
    private readonly FlowTable _flows = new();
    private readonly List<string> _notes = [];
    private long _frames;
    private long _keepAlives;
    private long _ipFragments;
    private long _others;
    private long _unreadable;
    private long _suppressedNotes;
    private DateTime? _first;
    private DateTime _now;

    private CaptureReading(string file, IReadOnlyList<ObservedKeys> keys, IReadOnlyList<ConnectionSettings> connections)
    {
        _file = file;
        _observer = new IkeObserver(keys)
        {
            Allowed = path => [.. connections
                .Where(connection => connection.Special > 0 && connection.Expects(path)).SelectMany(connection => connection.Options.Proposals)],
        };
    }

    /// <summary>Reads a file and explains it.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="keys">Keys of IKE SAs; this owns and erases them.</param>
    /// <param name="connections">Those of one of the gateways in it, so that what it refused can be compared; none when not known.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="BadInputException">The file cannot be read, or is no capture.</exception>
    public static CaptureExplanation Explain(
        string file, IReadOnlyList<ObservedKeys> keys, IReadOnlyList<ConnectionSettings> connections, CancellationToken cancellation)
    {
        using var reading = new CaptureReading(file, keys, connections);
        reading.Read(cancellation);
        return reading.Summarise();
    }

    /// <summary>Erases the keys.</summary>
    public void Dispose() => _observer.Dispose();

    private void Read(CancellationToken cancellation)
    {
        try
        {
            using var reader = new PcapReader(InputFile.Open(_file));
            while (TryRead(reader, out PcapFrame frame))
            {
                cancellation.ThrowIfCancellationRequested();
                _frames++;
                _now = new DateTime(Math.Clamp(frame.Timestamp, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc);
                _first ??= _now;
                Take(frame);
            }
        }
        catch (PcapFormatException problem)
        {
            throw new BadInputException($"{_file}: {problem.Message}");
        }
    }

    /// <summary>A capture that was cut off, as by a full disk, is explained as far as it goes.</summary>
    private bool TryRead(PcapReader reader, out PcapFrame frame)
    {
        frame = default;
        try
        {
            return reader.Read(out frame);
        }
        catch (PcapFormatException problem) when (_frames > 0)
        {
            Note($"the file cannot be read any further: {problem.Message}");
            return false;
        }
    }

    private void Take(in PcapFrame frame)
    {
        if (!LinkHeader.TryFindIp(frame.LinkType, frame.Bytes, out int offset))
        {
            _unreadable++;
            return;
        }

        ReadOnlySpan<byte> packet = frame.Bytes[offset..];
        if (!IpPacket.TryRead(packet, out IpPacket ip))
        {
            _unreadable++;
            NoteUnlessWhole(packet);
            return;
        }

        if (ip.IsFragment)
        {
            _ipFragments++;
            return;
        }

        TakePayload(ip, packet.Slice(ip.PayloadOffset, ip.PayloadLength));
    }

    private void TakePayload(in IpPacket ip, ReadOnlySpan<byte> payload)
    {
        (string From, string To) way = (ip.Source.ToString(), ip.Destination.ToString());
        switch (ip.Protocol)
        {
            case IpProtocol.Udp when UdpHeader.TryRead(payload, out UdpHeader udp):
                TakeDatagram(
                    new UdpEndpoint(ip.Source, udp.SourcePort),
                    new UdpEndpoint(ip.Destination, udp.DestinationPort),
                    payload[UdpHeader.HeaderLength..Math.Clamp(udp.Length, UdpHeader.HeaderLength, payload.Length)]);
                break;
            case IpProtocol.Esp when EspHeader.TryRead(payload, out EspHeader esp):
                _flows.Add("ESP", esp.Spi, esp.Sequence, payload.Length, way, _now);
                break;
            case IpProtocol.Ah when AhHeader.TryRead(payload, out AhHeader ah):
                _flows.Add("AH", ah.Spi, ah.Sequence, payload.Length, way, _now);
                break;
            case IpProtocol.Udp or IpProtocol.Esp or IpProtocol.Ah:
                _unreadable++;
                break;
            default:
                _others++;
                break;
        }
    }

    private void TakeDatagram(UdpEndpoint from, UdpEndpoint to, ReadOnlySpan<byte> content)
    {
        if (from.Port == IkePath.IkePort || to.Port == IkePath.IkePort)
        {
            TakeIke(from, to, content);
            return;
        }

        if (from.Port != IkePath.NatPort && to.Port != IkePath.NatPort)
        {
            _others++;
            return;
        }

        switch (NonEspMarker.Classify(content))
        {
            case UdpPayloadKind.Ike:
                TakeIke(from, to, content[NonEspMarker.Length..]);
                break;
            case UdpPayloadKind.Esp when EspHeader.TryRead(content, out EspHeader esp):
                _flows.Add("ESP in UDP", esp.Spi, esp.Sequence, content.Length, (from.ToString(), to.ToString()), _now);
                break;
            case UdpPayloadKind.KeepAlive:
                _keepAlives++;
                break;
            default:
                _unreadable++;
                Note($"frame {_frames}: UDP from {from} to {to} with {content.Length} bytes is neither IKE nor ESP nor a keep-alive");
                break;
        }
    }

    private void TakeIke(UdpEndpoint from, UdpEndpoint to, ReadOnlySpan<byte> message)
    {
        if (message is [0xFF])
        {
            _keepAlives++;
        }
        else if (!_observer.Observe(message, new Sighting(_frames, from, to, _now)))
        {
            _unreadable++;
            Note($"frame {_frames}: UDP from {from} to {to} with {message.Length} bytes is no IKE message");
        }
    }

    private void NoteUnlessWhole(ReadOnlySpan<byte> packet)
    {
        if (IpPacket.TryReadQuoted(packet, out IpPacket ip) && ip.TotalLength > packet.Length)
        {
            Note($"frame {_frames}: a packet of {ip.TotalLength} bytes was captured only up to byte {packet.Length}; "
                + "capture with a larger snap length");
        }
    }

    private void Note(string note)
    {
        if (_notes.Count < MostNotes)
        {
            _notes.Add(note);
        }
        else
        {
            _suppressedNotes++;
        }
    }

    private CaptureExplanation Summarise() => new()
    {
        File = _file,
        Frames = _frames,
        From = _first,
        To = _first is null ? null : _now,
        IkeSas = [.. _observer.Sas.Select(sa => IkeSaExplanation.Of(_observer, sa))],
        Flows = _flows.ToExplanations(_observer.Sas),
        KeepAlives = _keepAlives,
        IpFragments = _ipFragments,
        OtherPackets = _others,
        UnreadablePackets = _unreadable,
        Notes = [.. _notes, .. Totals()],
    };

    private IEnumerable<string> Totals()
    {
        if (_suppressedNotes > 0)
        {
            yield return $"{_suppressedNotes} more of the kind";
        }

        if (_observer.UnusedKeyCount > 0)
        {
            yield return $"keys were given for {_observer.UnusedKeyCount} IKE SAs that are not in the capture";
        }

        if (_ipFragments > 0)
        {
            yield return $"{_ipFragments} IP fragments, which are not put together: IKE messages in them are missing above; "
                + "IKE fragmentation (RFC 7383) on both sides would do without them";
        }

        if (_observer.OverlookedCount + _flows.Overlooked > 0)
        {
            yield return $"{_observer.OverlookedCount} IKE messages and {_flows.Overlooked} ESP and AH packets belong to more SAs "
                + "than are told apart";
        }
    }
}
