using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Encapsulation;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration;

/// <summary>One JSON object to <see cref="SaParameters"/>.</summary>
internal sealed class SaReader
{
    private const ulong MaximumCount = long.MaxValue;

    // Beyond 68 years nobody means it, and TimeSpan could not hold much more than 10^11 seconds.
    private const ulong MaximumSeconds = int.MaxValue;

    private static readonly Dictionary<string, SaDirection> Directions = new(StringComparer.Ordinal)
    {
        ["outbound"] = SaDirection.Outbound,
        ["inbound"] = SaDirection.Inbound,
        ["out"] = SaDirection.Outbound,
        ["in"] = SaDirection.Inbound,
    };

    private static readonly Dictionary<string, SaProtocol> Protocols =
        new(StringComparer.Ordinal) { ["esp"] = SaProtocol.Esp, ["ah"] = SaProtocol.Ah };

    private static readonly Dictionary<string, SaMode> Modes =
        new(StringComparer.Ordinal) { ["tunnel"] = SaMode.Tunnel, ["transport"] = SaMode.Transport };

    private static readonly Dictionary<string, EcnMode> EcnModes = new(StringComparer.Ordinal)
    {
        ["normal"] = EcnMode.Normal,
        ["compatibility"] = EcnMode.Compatibility,
    };

    private static readonly Dictionary<string, DontFragmentPolicy> DontFragments = new(StringComparer.Ordinal)
    {
        ["copy"] = DontFragmentPolicy.Copy,
        ["set"] = DontFragmentPolicy.Set,
        ["clear"] = DontFragmentPolicy.Clear,
    };

    private readonly ObjectReader _sa;
    private readonly SaFileDefaults _defaults;

    private SaReader(ObjectReader sa, SaFileDefaults defaults)
    {
        _sa = sa;
        _defaults = defaults;
    }

    /// <summary>Reads one SA.</summary>
    /// <returns>Null when it has errors, which were noted.</returns>
    public static SaParameters? Read(ConfigurationNode node, SaFileDefaults defaults, ErrorList errors) =>
        ObjectReader.Open(node, ConfigurationFields.Sa, errors) is { } reader ? new SaReader(reader, defaults).Read() : null;

    private SaParameters? Read()
    {
        int errorsBefore = _sa.Errors.Count;
        SaProtocol protocol = _sa.Choice("protocol", Protocols, SaProtocol.Esp, required: true);
        Suite suite = SuiteReader.Read(_sa, protocol, _sa.Boolean("allowLegacy", fallback: false) || _defaults.AllowLegacy);
        SaParameters parameters = ReadIdentity(protocol, suite);
        parameters = ReadTraffic(ReadSequence(parameters));
        if (_sa.Errors.Count == errorsBefore)
        {
            return parameters;
        }

        suite.EncryptionKey.Dispose();
        suite.IntegrityKey.Dispose();
        return null;
    }

    private SaParameters ReadIdentity(SaProtocol protocol, Suite suite)
    {
        _sa.Require("spi", "\"0x1000\"");
        (IpAddress source, IpAddress destination) = ReadEndpoints();
        return new SaParameters
        {
            Name = _sa.Name("name", "to-branch"),
            Direction = _sa.Choice("direction", Directions, SaDirection.Outbound, required: true),
            Spi = (uint)_sa.Number("spi", 256, uint.MaxValue, fallback: 0, text: true),
            Protocol = protocol,
            Mode = _sa.Choice("mode", Modes, SaMode.Tunnel, required: true),
            Source = source,
            Destination = destination,
            Transform = suite.Transform!,
            EncryptionKey = suite.EncryptionKey,
            IntegrityKey = suite.IntegrityKey,
            Bundle = _sa.OptionalName("bundle", "to-branch"),
        };
    }

    private (IpAddress Source, IpAddress Destination) ReadEndpoints()
    {
        IpAddress? source = ReadAddress("source");
        IpAddress? destination = ReadAddress("destination");
        if (source is { } one && destination is { } other && one.IsIpv6 != other.IsIpv6)
        {
            _sa.Refuse("destination", "is of another family than source; write two IPv4 or two IPv6 addresses");
        }

        return (source ?? default, destination ?? default);
    }

    private IpAddress? ReadAddress(string field)
    {
        ConfigurationNode? node = _sa.Require(field, "\"192.0.2.1\"");
        if (node is null)
        {
            return null;
        }

        if (node.Kind == NodeKind.String && IpAddress.TryParse(node.Text, out IpAddress address) && !address.IsUnspecified)
        {
            return address;
        }

        _sa.Refuse(field, "is not the address of a host; write one, such as \"192.0.2.1\" or \"2001:db8::1\"");
        return null;
    }

    private SaParameters ReadSequence(SaParameters parameters)
    {
        bool extended = _sa.Boolean("extendedSequenceNumbers", fallback: false);
        ulong window = _sa.Number(
            "replayWindowPackets", 0, ReplayWindow.MaximumSize, fallback: (ulong)_defaults.ReplayWindowPackets);
        if (!ReplayWindow.IsValidSize((int)window))
        {
            _sa.Refuse("replayWindowPackets", $"is {window}; write a power of two from 64 to 65536, such as 1024");
        }

        return parameters with
        {
            ExtendedSequenceNumbers = extended,
            FirstSequence = _sa.Number("firstSequence", 1, extended ? ulong.MaxValue : uint.MaxValue, fallback: 1),
            ReplayWindowPackets = (int)window,
            Lifetime = ReadLifetime(),
        };
    }

    private SaParameters ReadTraffic(SaParameters parameters)
    {
        bool copyDscp = _sa.Boolean("copyDscp", fallback: true);
        if (copyDscp && _sa.Find("dscp") is not null)
        {
            _sa.Refuse("dscp", "has no effect while the inner DSCP is copied; add \"copyDscp\": false, or remove it");
        }

        ulong alignment = _sa.Number("ahAlignment", 4, 8, fallback: 4);
        if (alignment is not (4 or 8))
        {
            _sa.Refuse("ahAlignment", "is neither 4 (RFC 4302) nor 8 (as Linux does by default); write one of them");
        }

        return parameters with
        {
            UdpEncapsulation = ReadUdpEncapsulation(parameters.Protocol),
            Selectors = ReadSelectors(),
            AhAlignment = (int)alignment,
            DontFragment = _sa.Choice("dontFragment", DontFragments, DontFragmentPolicy.Copy),
            CopyDscp = copyDscp,
            Ecn = _sa.Choice("ecn", EcnModes, EcnMode.Normal),
            Dscp = (byte)_sa.Number("dscp", 0, 63, fallback: 0),
            OuterHopLimit = (byte)_sa.Number("outerHopLimit", 1, 255, fallback: 64),
            DecrementHopLimit = _sa.Boolean("decrementHopLimit", fallback: false),
            TfcPadToLength = ReadTfcPadding(parameters),
            PathMtu = (int)_sa.Number("pathMtu", 68, 65535, fallback: (ulong)_defaults.PathMtu),
        };
    }

    private int ReadTfcPadding(SaParameters parameters)
    {
        int length = (int)_sa.Number("tfcPadToLength", 0, 65535, fallback: 0);
        if (length != 0 && (parameters.Protocol != SaProtocol.Esp || parameters.Mode != SaMode.Tunnel))
        {
            _sa.Refuse("tfcPadToLength", "is for ESP in tunnel mode only (RFC 4303 §2.7); remove it");
        }

        return length;
    }

    private UdpEncapsulationPorts? ReadUdpEncapsulation(SaProtocol protocol)
    {
        ObjectReader? ports = _sa.OpenMember("udpEncapsulation", ConfigurationFields.UdpEncapsulation);
        if (ports is null)
        {
            return null;
        }

        if (protocol == SaProtocol.Ah)
        {
            _sa.Refuse("udpEncapsulation", "is for ESP only: AH authenticates the addresses that a NAT changes, so it "
                + "cannot pass one (RFC 3948 §1); remove it or use ESP");
        }

        return new UdpEncapsulationPorts(
            (ushort)ports.Number("sourcePort", 1, 65535, fallback: 4500),
            (ushort)ports.Number("destinationPort", 1, 65535, fallback: 4500));
    }

    private List<TrafficSelector> ReadSelectors()
    {
        var selectors = new List<TrafficSelector>();
        foreach (ConfigurationNode node in _sa.Items("selectors"))
        {
            if (ObjectReader.Open(node, ConfigurationFields.Selector, _sa.Errors) is { } reader)
            {
                selectors.Add(SelectorReader.Read(reader));
            }
        }

        return selectors;
    }

    private SaLifetimeLimits ReadLifetime()
    {
        ObjectReader? lifetime = _sa.OpenMember("lifetime", ConfigurationFields.Lifetime);
        if (lifetime is null)
        {
            return SaLifetimeLimits.None;
        }

        (ulong softBytes, ulong hardBytes) = ReadLimits(lifetime, "softBytes", "hardBytes", MaximumCount);
        (ulong softPackets, ulong hardPackets) = ReadLimits(lifetime, "softPackets", "hardPackets", MaximumCount);
        (ulong softSeconds, ulong hardSeconds) = ReadLimits(lifetime, "softSeconds", "hardSeconds", MaximumSeconds);
        return new SaLifetimeLimits
        {
            SoftBytes = (long)softBytes,
            HardBytes = (long)hardBytes,
            SoftPackets = (long)softPackets,
            HardPackets = (long)hardPackets,
            SoftAge = TimeSpan.FromSeconds((long)softSeconds),
            HardAge = TimeSpan.FromSeconds((long)hardSeconds),
        };
    }

    private static (ulong Soft, ulong Hard) ReadLimits(ObjectReader lifetime, string softField, string hardField, ulong maximum)
    {
        ulong soft = lifetime.Number(softField, 0, maximum, fallback: 0);
        ulong hard = lifetime.Number(hardField, 0, maximum, fallback: 0);
        if (hard != 0 && soft > hard)
        {
            lifetime.Refuse(softField, $"is {soft}, beyond {hardField}, which is {hard}; write at most that");
        }

        return (soft, hard);
    }
}
