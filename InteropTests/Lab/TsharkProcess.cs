using System.Globalization;

namespace Pipeline.InteropTests.Lab;

/// <summary>tshark, as an independent reader of ESP that is given our keys.</summary>
public static class TsharkProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] Fields =
    [
        "esp.spi", "esp.icv_good", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst",
        "icmp.type", "icmp.ident", "icmp.seq", "icmp.checksum.status",
        "icmpv6.type", "icmpv6.echo.identifier", "icmpv6.echo.sequence_number", "icmpv6.checksum.status", "data.data",
    ];

    /// <summary>One row of Wireshark's esp_sa table: an SA's addresses, SPI, algorithms and keys.</summary>
    public static string SaRow(KernelCase kernelCase, SaKeys keys)
    {
        EncryptionAlgorithm encryption = kernelCase.Suite.Encryption!;
        IntegrityAlgorithm? integrity = kernelCase.Suite.Integrity;
        string[] columns =
        [
            kernelCase.Outer == IpVersion.V4 ? "IPv4" : "IPv6",
            LabAddresses.OurOuter(kernelCase.Outer),
            LabAddresses.GuestOuter(kernelCase.Outer),
            $"0x{keys.Spi:x8}",
            encryption.TsharkName,
            "0x" + keys.Encryption(encryption),
            integrity?.TsharkName ?? "NULL",
            integrity is null ? "0x" : "0x" + keys.Integrity(integrity, encryption),
        ];
        return string.Join(',', columns.Select(column => $"\"{column}\""));
    }

    /// <summary>Decrypts every packet of a capture.</summary>
    /// <returns>One entry a packet, in order.</returns>
    public static IReadOnlyList<TsharkPacket> Decrypt(string captureFile, IEnumerable<string> saRows)
    {
        List<string> arguments =
        [
            "-n", "-r", captureFile, "-T", "fields", "-E", "occurrence=l",
            "-o", "esp.enable_encryption_decode:TRUE", "-o", "esp.enable_authentication_check:TRUE",
        ];
        arguments.AddRange(saRows.SelectMany(row => (string[])["-o", $"uat:esp_sa:{row}"]));
        arguments.AddRange(Fields.SelectMany(field => (string[])["-e", field]));
        string noConfiguration = Path.Combine(Path.GetDirectoryName(captureFile)!, "wireshark");
        FinishedProcess tshark = FinishedProcess.Run("tshark", arguments, Limit, noConfiguration);
        return tshark.ExitCode == 0
            ? [.. tshark.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(ReadLine)]
            : throw new InvalidOperationException(tshark.ToString());
    }

    private static TsharkPacket ReadLine(string line)
    {
        string[] values = line.Split('\t');
        string Value(string field) => values[Array.IndexOf(Fields, field)];
        bool isV6 = Value("icmpv6.type").Length > 0;
        string type = isV6 ? Value("icmpv6.type") : Value("icmp.type");
        string status = isV6 ? Value("icmpv6.checksum.status") : Value("icmp.checksum.status");
        EchoMessage? inner = type.Length == 0 || status != "1" ? null : new(
            IsReply: type is "0" or "129",
            isV6 ? Value("ipv6.src") : Value("ip.src"),
            isV6 ? Value("ipv6.dst") : Value("ip.dst"),
            ReadNumber(isV6 ? Value("icmpv6.echo.identifier") : Value("icmp.ident")),
            ReadNumber(isV6 ? Value("icmpv6.echo.sequence_number") : Value("icmp.seq")),
            Value("data.data").Replace(":", "", StringComparison.Ordinal).ToUpperInvariant());
        return new(line, Value("esp.icv_good") is "1" or "True", inner);
    }

    // tshark prints some fields in hex and some in decimal, by version.
    private static ushort ReadNumber(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? ushort.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : ushort.Parse(text, CultureInfo.InvariantCulture);
}
