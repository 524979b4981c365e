using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration;

/// <summary>Reads an array of SAs and checks what only shows when they are seen together.</summary>
internal static class SaList
{
    /// <summary>Reads all of them; those with errors are left out, and the errors are noted.</summary>
    public static List<SaParameters> Read(IEnumerable<ConfigurationNode> nodes, SaFileDefaults defaults, ErrorList errors)
    {
        var sas = new List<(ConfigurationNode Node, SaParameters Sa)>();
        foreach (ConfigurationNode node in nodes)
        {
            if (SaReader.Read(node, defaults, errors) is { } sa)
            {
                sas.Add((node, sa));
            }
        }

        CheckUnique(sas, errors);
        foreach (var bundle in sas.Where(entry => entry.Sa.Bundle is not null)
            .GroupBy(entry => (entry.Sa.Direction, entry.Sa.Bundle)))
        {
            CheckBundle([.. bundle], errors);
        }

        return [.. sas.Select(entry => entry.Sa)];
    }

    /// <summary>The name by which a policy rule finds it.</summary>
    public static string PolicyName(SaParameters sa) => sa.Bundle ?? sa.Name;

    /// <summary>The names and bundles that the SAs with errors would have had.</summary>
    public static HashSet<string> UnreadNames(IEnumerable<ConfigurationNode> nodes, IReadOnlyList<SaParameters> sas)
    {
        var read = sas.Select(sa => sa.Name).ToHashSet(StringComparer.Ordinal);
        var unread = new HashSet<string>(StringComparer.Ordinal);
        foreach (ConfigurationNode node in nodes)
        {
            string name = TextOf(node, "name");
            if (!read.Contains(name))
            {
                unread.Add(name);
                unread.Add(TextOf(node, "bundle"));
            }
        }

        return unread;
    }

    /// <summary>Erases the keys of SAs that nobody will use.</summary>
    public static void Erase(IEnumerable<SaParameters> sas)
    {
        foreach (SaParameters sa in sas)
        {
            sa.EraseKeys();
        }
    }

    private static string TextOf(ConfigurationNode node, string field) =>
        node.Members.TryGetValue(field, out ConfigurationNode? member) && member.Kind == NodeKind.String ? member.Text : "";

    private static void CheckUnique(List<(ConfigurationNode Node, SaParameters Sa)> sas, ErrorList errors)
    {
        var spis = new Dictionary<(SaDirection, SaProtocol, uint, IpAddress? Receiver), (SaParameters Sa, int Line)>();
        var names = new Dictionary<(SaDirection, string), int>();
        var bundles = sas.Where(entry => entry.Sa.Bundle is not null)
            .Select(entry => (entry.Sa.Direction, entry.Sa.Bundle!)).ToHashSet();
        foreach ((ConfigurationNode node, SaParameters sa) in sas)
        {
            // Arrivals are found by protocol and SPI alone; outbound, each receiver has SPIs of its own.
            IpAddress? receiver = sa.Direction == SaDirection.Outbound ? sa.Destination : null;
            if (!spis.TryAdd((sa.Direction, sa.Protocol, sa.Spi, receiver), (sa, node.Line)))
            {
                (SaParameters first, int line) = spis[(sa.Direction, sa.Protocol, sa.Spi, receiver)];
                if (!IsSeenAgain(first, sa))
                {
                    Refuse(errors, node, "spi", $"is taken: the SA in line {line} has the same direction, protocol and SPI, with "
                        + "other keys or the same addresses; write another");
                }
            }

            if (!names.TryAdd((sa.Direction, sa.Name), node.Line))
            {
                Refuse(errors, node, "name", $"is taken by the SA in line {names[(sa.Direction, sa.Name)]}; write another");
            }
            else if (sa.Bundle is null && bundles.Contains((sa.Direction, sa.Name)))
            {
                Refuse(errors, node, "name", "is also the name of a bundle, and a rule could mean either; write another");
            }
        }
    }

    /// <summary>One inbound SA may stand in a file twice: with its addresses on either side of a NAT.</summary>
    private static bool IsSeenAgain(SaParameters first, SaParameters second) =>
        first.Direction == SaDirection.Inbound
        && (first.Source, first.Destination) != (second.Source, second.Destination)
        && first.Transform == second.Transform
        && first.EncryptionKey.FixedTimeEquals(second.EncryptionKey.Span)
        && first.IntegrityKey.FixedTimeEquals(second.IntegrityKey.Span);

    private static void CheckBundle((ConfigurationNode Node, SaParameters Sa)[] members, ErrorList errors)
    {
        SaParameters? esp = null;
        SaParameters? ah = null;
        foreach ((ConfigurationNode node, SaParameters sa) in members)
        {
            ref SaParameters? place = ref sa.Protocol == SaProtocol.Esp ? ref esp : ref ah;
            if (place is not null)
            {
                Refuse(errors, node, "bundle", $"has an SA of {sa.Protocol} already, {place.Name}; a bundle is at most one "
                    + "ESP and one AH in each direction");
            }

            place ??= sa;
        }

        if (esp is null || ah is null)
        {
            return;
        }

        ConfigurationNode ahNode = members.First(member => member.Sa == ah).Node;
        if (ah.Mode != SaMode.Transport)
        {
            Refuse(errors, ahNode, "mode", "is tunnel, but ESP of the same bundle is inside; write \"transport\" for AH");
        }

        if (ah.Source != esp.Source || ah.Destination != esp.Destination)
        {
            Refuse(errors, ahNode, "destination", "and source must be those of the ESP SA in the same bundle");
        }

        if (esp.UdpEncapsulation is not null)
        {
            Refuse(errors, ahNode, "bundle", "has ESP inside UDP, which AH cannot go around (RFC 3948 §1); remove one of them");
        }
    }

    private static void Refuse(ErrorList errors, ConfigurationNode sa, string field, string message)
    {
        int line = sa.Members.TryGetValue(field, out ConfigurationNode? member) ? member.Line : sa.Line;
        errors.Add(line, ConfigurationNode.PathOf(sa, field), message);
    }
}
