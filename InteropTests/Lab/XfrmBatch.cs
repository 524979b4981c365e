using System.Text;

namespace Pipeline.InteropTests.Lab;

/// <summary>Writes the guest's side of a case as commands for <c>ip -batch</c>.</summary>
public static class XfrmBatch
{
    /// <summary>Commands that forget the case before and set up <paramref name="kernelCase"/>, one a line.</summary>
    public static string For(KernelCase kernelCase)
    {
        var batch = new StringBuilder("xfrm state flush\nxfrm policy flush\n");
        string us = LabAddresses.OurOuter(kernelCase.Outer);
        string guest = LabAddresses.GuestOuter(kernelCase.Outer);
        AddStates(batch, kernelCase, us, guest, SaKeys.EspToGuest, SaKeys.AhToGuest);
        AddStates(batch, kernelCase, guest, us, SaKeys.EspFromGuest, SaKeys.AhFromGuest);
        AddPolicy(batch, kernelCase, "in", us, guest, kernelCase.OurPrefix, kernelCase.GuestPrefix);
        AddPolicy(batch, kernelCase, "out", guest, us, kernelCase.GuestPrefix, kernelCase.OurPrefix);
        return batch.ToString();
    }

    private static void AddStates(
        StringBuilder batch, KernelCase kernelCase, string source, string destination, SaKeys esp, SaKeys ah)
    {
        Suite suite = kernelCase.Suite;
        if (suite.Encryption is not null)
        {
            string encapsulation = kernelCase.UdpEncapsulation
                ? $" encap espinudp 4500 4500 {(kernelCase.Outer == IpVersion.V4 ? "0.0.0.0" : "::")}"
                : "";
            batch.Append($"xfrm state add src {source} dst {destination} proto esp spi {esp.SpiText} reqid 1 ")
                .Append($"mode {Word(kernelCase.Mode)} {Sequence(kernelCase)} {Flags(kernelCase, isAh: false)}")
                .Append($"{encapsulation} {EspAlgorithms(suite, esp)}\n");
        }

        if (suite.Authentication is { } authentication)
        {
            batch.Append($"xfrm state add src {source} dst {destination} proto ah spi {ah.SpiText} reqid 1 ")
                .Append($"mode {Word(kernelCase.AhMode)} {Sequence(kernelCase)} {Flags(kernelCase, isAh: true)} ")
                .Append($"{Truncated(authentication, ah.Integrity(authentication))}\n");
        }
    }

    private static string EspAlgorithms(Suite suite, SaKeys keys)
    {
        EncryptionAlgorithm encryption = suite.Encryption!;
        string key = encryption.KeyLength == 0 ? "\"\"" : "0x" + keys.Encryption(encryption);
        return encryption.IcvBits > 0
            ? $"aead {encryption.KernelName} {key} {encryption.IcvBits}"
            : $"enc {encryption.KernelName} {key} "
                + Truncated(suite.Integrity!, keys.Integrity(suite.Integrity!, encryption));
    }

    // Plain "auth" would cut HMAC-SHA-256 to 96 bits, as an old draft did.
    private static string Truncated(IntegrityAlgorithm algorithm, string key) =>
        $"auth-trunc {algorithm.KernelName} 0x{key} {algorithm.IcvBits}";

    // The kernel's counters hold the last number used, so they begin one below the first.
    private static string Sequence(KernelCase kernelCase)
    {
        ulong last = kernelCase.FirstSequence - 1;
        uint low = (uint)last;
        int window = kernelCase.ExtendedSequenceNumbers ? 64 : 32;
        string sequence = $"replay-window {window} replay-seq {low} replay-oseq {low}";
        return kernelCase.ExtendedSequenceNumbers
            ? $"{sequence} replay-seq-hi {last >> 32} replay-oseq-hi {last >> 32}"
            : sequence;
    }

    private static string Flags(KernelCase kernelCase, bool isAh)
    {
        var flags = new List<string>();
        if (kernelCase.ExtendedSequenceNumbers)
        {
            flags.Add("esn");
        }

        if (isAh && kernelCase.AhAlignment == 4)
        {
            flags.Add("align4");
        }

        // A tunnel whose inner and outer versions differ must say that its selector is of no fixed version.
        if (kernelCase.Inner != kernelCase.Outer)
        {
            flags.Add("af-unspec");
        }

        return flags.Count == 0 ? "" : "flag " + string.Join(' ', flags);
    }

    private static void AddPolicy(
        StringBuilder batch, KernelCase kernelCase, string direction, string source, string destination,
        string sourcePrefix, string destinationPrefix)
    {
        string icmp = kernelCase.Outer == IpVersion.V4 ? "proto 1" : "proto 58";
        string protocol = kernelCase.Mode == IpsecMode.Tunnel ? "" : icmp;
        batch.Append($"xfrm policy add dir {direction} src {sourcePrefix} dst {destinationPrefix} {protocol}");

        // ESP comes first because the kernel applies the templates in their order: out ESP, then AH around it.
        if (kernelCase.Suite.Encryption is not null)
        {
            batch.Append($" tmpl src {source} dst {destination} proto esp reqid 1 mode {Word(kernelCase.Mode)}");
        }

        if (kernelCase.Suite.Authentication is not null)
        {
            batch.Append($" tmpl src {source} dst {destination} proto ah reqid 1 mode {Word(kernelCase.AhMode)}");
        }

        batch.Append('\n');
    }

    private static string Word(IpsecMode mode) => mode == IpsecMode.Tunnel ? "tunnel" : "transport";
}
