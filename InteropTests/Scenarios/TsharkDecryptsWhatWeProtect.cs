using Pipeline.InteropTests.Lab;
using Xunit;

namespace Pipeline.InteropTests.Scenarios;

/// <summary>
/// tshark, given our keys, finds in the ESP that <c>pcap protect</c> writes exactly the packets that went in, and a
/// correct ICV on each: every suite that tshark 4.0 knows, both modes, IPv4 and IPv6, and in UDP.
/// </summary>
public sealed class TsharkDecryptsWhatWeProtect : IDisposable
{
    private readonly LabDirectory _directory = new();

    [Theory]
    [InlineData("esp aes128-gcm")]
    [InlineData("esp aes192-gcm")]
    [InlineData("esp aes256-gcm")]
    [InlineData("esp aes128-gcm-8")]
    [InlineData("esp aes128-gcm-12")]
    [InlineData("esp aes128-cbc hmac-sha1-96")]
    [InlineData("esp aes128-cbc hmac-md5-96")]
    [InlineData("esp aes128-cbc hmac-sha256-128")]
    [InlineData("esp aes128-cbc hmac-sha384-192")]
    [InlineData("esp aes256-cbc hmac-sha512-256")]
    [InlineData("esp aes128-cbc aes-xcbc-96")]
    [InlineData("esp aes128-cbc aes-cmac-96")]
    [InlineData("esp aes128-ctr hmac-sha1-96")]
    [InlineData("esp aes128-ctr hmac-sha256-128")]
    [InlineData("esp 3des-cbc hmac-sha1-96")]
    [InlineData("esp 3des-cbc hmac-md5-96")]
    [InlineData("esp des-cbc hmac-md5-96")]
    [InlineData("esp null hmac-sha1-96")]
    [InlineData("esp null hmac-sha256-128")]
    public void In_both_modes_over_IPv4_and_IPv6(string suite) => AllAreDecrypted(
    [
        new(Suite.Parse(suite), IpsecMode.Transport, IpVersion.V4),
        new(Suite.Parse(suite), IpsecMode.Tunnel, IpVersion.V4),
        new(Suite.Parse(suite), IpsecMode.Transport, IpVersion.V6),
        new(Suite.Parse(suite), IpsecMode.Tunnel, IpVersion.V6),
    ]);

    [Theory]
    [InlineData("esp aes256-gcm")]
    [InlineData("esp aes128-cbc hmac-sha256-128")]
    public void In_tunnels_that_carry_the_other_IP_version(string suite) => AllAreDecrypted(
    [
        new(Suite.Parse(suite), IpsecMode.Tunnel, IpVersion.V4) { Inner = IpVersion.V6 },
        new(Suite.Parse(suite), IpsecMode.Tunnel, IpVersion.V6) { Inner = IpVersion.V4 },
    ]);

    [Theory]
    [InlineData("esp aes128-gcm")]
    [InlineData("esp aes128-cbc hmac-sha1-96")]
    [InlineData("esp 3des-cbc hmac-sha1-96")]
    public void In_UDP(string suite) => AllAreDecrypted(
    [
        new(Suite.Parse(suite), IpsecMode.Transport, IpVersion.V4) { UdpEncapsulation = true },
        new(Suite.Parse(suite), IpsecMode.Tunnel, IpVersion.V4) { UdpEncapsulation = true },
        new(Suite.Parse(suite), IpsecMode.Tunnel, IpVersion.V6) { UdpEncapsulation = true },
    ]);

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    // All SAs are in one SA file, so this also proves that each packet finds its own SA.
    private void AllAreDecrypted(KernelCase[] cases)
    {
        if (Requirements.MissingForTshark() is { } missing)
        {
            Assert.Skip(missing);
        }

        string directory = _directory.NewCase();
        string FileOf(string name) => Path.Combine(directory, name);
        EchoMessage[] requests = [.. cases.SelectMany(one => one.Requests())];
        File.WriteAllText(FileOf("sa.json"), SaFile.ForOutbound(cases));
        PcapFile.Write(FileOf("clear.pcap"), requests.Select(request => request.ToPacket()));

        FinishedProcess protect = GatewayProcess.Protect(
            FileOf("sa.json"), FileOf("clear.pcap"), FileOf("protected.pcapng"));
        Assert.True(protect.ExitCode == 0, protect.ToString());
        IReadOnlyList<TsharkPacket> decrypted = TsharkProcess.Decrypt(
            FileOf("protected.pcapng"),
            cases.Select((one, index) => TsharkProcess.SaRow(one, SaFile.OutboundKeys(index))));

        bool isChecked = cases[0].Suite.Integrity is null or { IsCheckedByTshark: true };
        Assert.Equal(requests, decrypted.Select(packet => packet.Inner));
        Assert.All(decrypted, packet => Assert.True(packet.IsAuthentic || !isChecked, packet.Line));
    }
}
