using Xunit;

namespace Pipeline.InteropTests.Lab;

/// <summary>One guest for all scenarios that need a kernel; it boots once a run and takes case after case.</summary>
public sealed class KernelLab : IDisposable
{
    private static readonly TimeSpan ExchangeLimit = TimeSpan.FromSeconds(15);

    private const string TapWithAddresses = """
        address replace 198.51.100.1/24 dev wan0
        neighbour replace 198.51.100.2 lladdr 02:00:00:00:00:02 dev wan0 nud permanent
        """;

    private const string TapWithoutAddresses = "address flush dev wan0\nneighbour flush dev wan0 nud permanent";

    private readonly string? _missing = Requirements.MissingForGuest();
    private readonly LabDirectory? _directory;
    private readonly Guest? _guest;

    public KernelLab()
    {
        if (_missing is null)
        {
            _directory = new LabDirectory();
            string state = Directory.CreateDirectory(Path.Combine(_directory.Root, "guest-state")).FullName;
            _guest = Guest.Boot(ScriptDirectory, state);
        }
    }

    private static string ScriptDirectory => Path.Combine(AppContext.BaseDirectory, "Lab");

    /// <summary>
    /// Protects echo requests, sends them to the guest, and opens what comes back. Skips the test when the machine
    /// cannot run a guest.
    /// </summary>
    /// <param name="kernelCase">The SAs of both sides.</param>
    /// <param name="requests">What is protected and sent.</param>
    /// <param name="answerCount">How many answers must come.</param>
    public KernelExchange Exchange(KernelCase kernelCase, IReadOnlyList<EchoMessage> requests, int answerCount)
    {
        if (_missing is not null)
        {
            Assert.Skip(_missing);
        }

        string directory = _directory!.NewCase();
        string FileOf(string name) => Path.Combine(directory, name);
        File.WriteAllText(FileOf("sa.json"), SaFile.For(kernelCase));
        File.WriteAllText(FileOf("xfrm.batch"), XfrmBatch.For(kernelCase));
        PcapFile.Write(FileOf("clear.pcap"), requests.Select(request => request.ToPacket()));

        Task guestReady = Task.Run(() => _guest!.Run($"ip -batch {FileOf("xfrm.batch")}"));
        FinishedProcess protect = GatewayProcess.Protect(
            FileOf("sa.json"), FileOf("clear.pcap"), FileOf("protected.pcapng"));
        guestReady.GetAwaiter().GetResult();
        Assert.True(protect.ExitCode == 0, protect.ToString());

        IReadOnlyDictionary<string, long> errorsBefore = _guest!.ErrorCounters();
        FinishedProcess exchange = Send(FileOf("protected.pcapng"), FileOf("answers.pcap"), answerCount);
        string newErrors = NewErrors(errorsBefore, _guest.ErrorCounters());
        Assert.True(exchange.ExitCode == 0, $"{exchange}guest: {newErrors}");

        FinishedProcess unprotect = GatewayProcess.Unprotect(
            FileOf("sa.json"), FileOf("answers.pcap"), FileOf("opened.pcapng"));
        Assert.True(unprotect.ExitCode == 0, unprotect.ToString());
        return new(
            protect.Output,
            PcapFile.Read(FileOf("protected.pcapng")),
            PcapFile.Read(FileOf("answers.pcap")),
            [.. PcapFile.Read(FileOf("opened.pcapng")).Select(packet => EchoMessage.Read(packet))],
            newErrors);
    }

    /// <summary>
    /// Runs the gateway beside the guest, on the tap device and with a TUN device of its own, as long as <paramref name="use"/>
    /// takes. Skips the test when the machine cannot run a guest.
    /// </summary>
    /// <param name="kernelCase">The SAs of both sides.</param>
    /// <param name="use">Gets the namespace that the gateway routes for.</param>
    /// <returns>What the gateway wrote, and the guest's IPsec error counters that rose.</returns>
    public (FinishedProcess Gateway, string NewGuestErrors) RunGateway(KernelCase kernelCase, Action<NetworkSpace> use)
    {
        if ((_missing ?? Requirements.MissingForNamespaces()) is { } missing)
        {
            Assert.Skip(missing);
        }

        string directory = _directory!.NewCase();
        string file = Path.Combine(directory, "gateway.json");
        string batch = Path.Combine(directory, "xfrm.batch");
        File.WriteAllText(file, GatewayFile.ForLeft(kernelCase));
        File.WriteAllText(batch, XfrmBatch.For(kernelCase));
        _guest!.Run($"ip -batch {batch}");
        IReadOnlyDictionary<string, long> errorsBefore = _guest.ErrorCounters();
        var space = new NetworkSpace(_guest.ProcessId);
        space.Configure(TapWithAddresses);
        try
        {
            using var gateway = RunningGateway.Start(space, file);
            use(space);
            return (gateway.Stop(), NewErrors(errorsBefore, _guest.ErrorCounters()));
        }
        finally
        {
            // The other scenarios want no address here: nobody but them answers the guest.
            space.Configure(TapWithoutAddresses);
        }
    }

    /// <summary>
    /// Runs the gateway beside the guest, in which strongSwan negotiates for the kernel. Skips the test when the machine cannot do it.
    /// </summary>
    /// <param name="ours">Our configuration.</param>
    /// <param name="theirs">strongSwan's.</param>
    /// <param name="use">Gets the namespace that the gateway routes for, and the daemon.</param>
    /// <returns>What both wrote, and the guest's IPsec error counters that rose.</returns>
    public (string Output, string NewGuestErrors) Negotiate(ConnectionFile ours, SwanctlFile theirs, Action<NetworkSpace, GuestCharon> use)
    {
        if ((_missing ?? Requirements.MissingForStrongSwan()) is { } missing)
        {
            Assert.Skip(missing);
        }

        string file = Path.Combine(_directory!.NewCase(), "gateway.json");
        File.WriteAllText(file, ours.ToString());
        IReadOnlyDictionary<string, long> errorsBefore = _guest!.ErrorCounters();
        var space = new NetworkSpace(_guest.ProcessId);
        space.Configure(TapWithAddresses);
        try
        {
            using var charon = GuestCharon.Start(_guest, _directory.NewCase(), theirs);
            using var gateway = RunningGateway.Start(space, file);
            use(space, charon);
            return ($"{gateway.Stop()}{charon.Log}", NewErrors(errorsBefore, _guest.ErrorCounters()));
        }
        finally
        {
            space.Configure(TapWithoutAddresses);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _guest?.Dispose();
        _directory?.Dispose();
    }

    private FinishedProcess Send(string input, string output, int answerCount)
    {
        string script = Path.Combine(ScriptDirectory, "exchange.py");
        string[] enter = ["--net", "--target", $"{_guest!.ProcessId}"];
        string[] command = [Requirements.Python, script, input, output, $"{answerCount}"];
        return FinishedProcess.Run("nsenter", [.. enter, .. command], ExchangeLimit);
    }

    private static string NewErrors(
        IReadOnlyDictionary<string, long> before, IReadOnlyDictionary<string, long> after) =>
        string.Join(", ", after
            .Where(counter => counter.Value != before.GetValueOrDefault(counter.Key))
            .Select(counter => $"{counter.Key} +{counter.Value - before.GetValueOrDefault(counter.Key)}"));
}
