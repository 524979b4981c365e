using Pipeline.Crypto;
using Pipeline.Engine.Ports;
using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration.Reload;

/// <summary>What a gateway is told once, at its start: threads, ports, sockets, bounds, SAs with keys set by hand.</summary>
internal static class FixedOptions
{
    /// <summary>The sections of the file in which two configurations differ.</summary>
    public static IReadOnlyList<string> Differences(GatewayOptions before, GatewayOptions after)
    {
        var sections = new List<string>();
        Note("shards", AreSame(before.Shards, after.Shards));
        Note("ports.tun", AreSame(before.Ports.Tun, after.Ports.Tun));
        Note("ports.outer", AreSame(before.Ports.Outer, after.Ports.Outer));
        Note("securityAssociations", AreSame(before.SecurityAssociations, after.SecurityAssociations));
        Note("control", before.Control == after.Control);

        // Which algorithms are allowed is only asked while connections are read.
        Note("ike", before.Ike with { AllowLegacy = after.Ike.AllowLegacy } == after.Ike);
        return sections;

        void Note(string section, bool isSame)
        {
            if (!isSame)
            {
                sections.Add(section);
            }
        }
    }

    private static bool AreSame(ShardOptions before, ShardOptions after) =>
        before.Affinity.SequenceEqual(after.Affinity)
        && before.ReaderAffinity.SequenceEqual(after.ReaderAffinity)
        && before with { Affinity = after.Affinity, ReaderAffinity = after.ReaderAffinity } == after;

    private static bool AreSame(TunOptions before, TunOptions after) =>
        before.Addresses.SequenceEqual(after.Addresses)
        && before.Routes.SequenceEqual(after.Routes)
        && before with { Addresses = after.Addresses, Routes = after.Routes } == after;

    private static bool AreSame(OuterPortOptions before, OuterPortOptions after) =>
        before.Addresses.SequenceEqual(after.Addresses) && before with { Addresses = after.Addresses } == after;

    private static bool AreSame(IReadOnlyList<SaParameters> before, IReadOnlyList<SaParameters> after) =>
        before.Count == after.Count && before.Zip(after).All(pair => AreSame(pair.First, pair.Second));

    private static bool AreSame(SaParameters before, SaParameters after) =>
        before.Selectors.SequenceEqual(after.Selectors)
        && AreSame(before.EncryptionKey, after.EncryptionKey)
        && AreSame(before.IntegrityKey, after.IntegrityKey)
        && before with { Selectors = after.Selectors, EncryptionKey = after.EncryptionKey, IntegrityKey = after.IntegrityKey } == after;

    /// <summary>The key of an SA that has reached its end is erased: nothing is left that could differ.</summary>
    private static bool AreSame(SecretBytes before, SecretBytes after) => before.IsErased || before.FixedTimeEquals(after.Span);
}
