using System.CommandLine;
using System.CommandLine.Parsing;
using Pipeline.LoadTests.Rig.Ike;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Commands;

/// <summary><c>ike</c>: handshakes a second, and many tunnels at once.</summary>
internal static class IkeCommand
{
    private const string Description = """
        IKEv2 handshakes a second (IKE_SA_INIT and IKE_AUTH with preshared keys, and the first Child SA), the initiators on one thread; and how
        much memory many tunnels take that are kept alive. Without --responder, a whole gateway in this process answers. With it, UDP
        ports 500 and 4500 are used, and the responder must take any identity with the secret "only for load tests", be
        responder.load.test, and have 10.61.2.0/24 behind it: LoadTests/ike-beside-strongswan sets up two.

        Examples:
          ike
          ike --proposal aes128gcm16-prfsha256-x25519 --handshakes 5000 --tunnels 0 --json
          ike --responder pipeline=198.51.100.2#4711 --responder strongswan=203.0.113.2#4712     also their processor time, by process id
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<string[]> proposals = Proposals();
        Option<string[]> responders = Responders();
        Option<int> handshakes = OptionOf.Number("--handshakes", "handshakes", 1, 1_000_000, 1000, "Of each round");
        Option<int> window = OptionOf.Number("--window", "handshakes", 1, 4096, 32, "Under way at once");
        Option<int> rounds = OptionOf.Number("--rounds", "rounds", 1, 1000, 5, "The median is over them");
        Option<int> warmUp = OptionOf.Number(
            "--warm-up", "handshakes", 0, 1_000_000, 1000, "With each responder before the first round; they do not count");
        Option<int> tunnels = OptionOf.Number("--tunnels", "tunnels", 0, 1_000_000, 10_000, "Tunnels at once in this process; 0 for none");
        Option<int> alive = OptionOf.Number("--alive", "seconds", 0, 86_400, 30, "How long they are kept alive");
        var output = new OutputOptions();
        var command = new Command("ike", Description) { proposals, responders, handshakes, window, rounds, warmUp, tunnels, alive };
        output.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            IkeLoad[] loads = [.. parsed.GetRequiredValue(proposals).Select(text => new IkeLoad(text))];
            var plan = new HandshakePlan(parsed.GetValue(handshakes), parsed.GetValue(window), parsed.GetValue(rounds), parsed.GetValue(warmUp));
            NamedResponder[] others = [.. parsed.GetRequiredValue(responders).Select(text => NamedResponder.TryParse(text)!)];
            var rows = new List<IkeRow>();
            foreach ((int index, IkeLoad load) in loads.Index())
            {
                rows.AddRange(others.Length > 0
                    ? MeasureOthers(load, others, plan, index * plan.Total, cancellation)
                    : [await MeasureHereAsync(load, plan, cancellation).ConfigureAwait(false)]);
            }

            if (others.Length == 0 && parsed.GetValue(tunnels) is > 0 and var count)
            {
                rows.Add(await TunnelRun.MeasureAsync(loads[0], count, TimeSpan.FromSeconds(parsed.GetValue(alive)), cancellation).ConfigureAwait(false));
            }

            output.Write(parsed, rows, IkeRow.Columns);
            return rows.TrueForAll(row => row.TunnelsAlive is null || row.TunnelsAlive == row.Count) ? (int)ExitCode.Success : (int)ExitCode.Failed;
        });
        return command;
    }

    private static async Task<IkeRow> MeasureHereAsync(IkeLoad load, HandshakePlan plan, CancellationToken cancellation)
    {
        var run = new HandshakeRun(responder: null);
        for (int round = 0; round <= plan.Rounds; round++)
        {
            MemoryResponder responder = await MemoryResponder.StartAsync(load, livenessInterval: TimeSpan.Zero).ConfigureAwait(false);
            await using (responder.ConfigureAwait(false))
            {
                run.Measure(responder.Connect(), load, first: 0, plan, round, cancellation);
            }
        }

        return run.ToRow(MemoryResponder.Name, load, plan);
    }

    /// <summary>The responders take turns, so that a noisy moment of the machine meets them all.</summary>
    private static IEnumerable<IkeRow> MeasureOthers(IkeLoad load, NamedResponder[] others, HandshakePlan plan, int first, CancellationToken cancellation)
    {
        HandshakeRun[] runs = [.. others.Select(other => new HandshakeRun(other.Process))];
        for (int round = 0; round <= plan.Rounds; round++)
        {
            for (int index = 0; index < others.Length; index++)
            {
                runs[index].Measure(
                    new SocketWire(others[index].Address), load, first + plan.CountBefore(round), plan, round, cancellation);
            }
        }

        return [.. runs.Select((run, index) => run.ToRow(others[index].Name, load, plan))];
    }

    private static Option<string[]> Proposals() => new("--proposal")
    {
        Description = "Suites of the IKE SA in strongSwan's words, commas between",
        HelpName = "proposals",
        DefaultValueFactory = _ => ["aes128gcm16-prfsha256-x25519", "aes128-sha256-modp2048"],
        CustomParser = result =>
        {
            string[] texts = result.Tokens[^1].Value.Split(',', StringSplitOptions.TrimEntries);
            foreach (string text in texts)
            {
                if (!IkeLoad.IsProposal(text, out string problem))
                {
                    result.AddError($"--proposal: {problem}");
                }
            }

            return texts;
        },
    };

    private static Option<string[]> Responders()
    {
        var option = new Option<string[]>("--responder")
        {
            Description = "Who answers instead: name=address or an address, IPv4, #process id behind it if that runs here; several take turns",
            HelpName = "responder",
            DefaultValueFactory = _ => [],
        };
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => NamedResponder.TryParse(token.Value) is null))
            {
                result.AddError($"--responder: '{token.Value}' is no IPv4 address, or no process of this machine; write name=198.51.100.2 or name=198.51.100.2#4711");
            }
        });
        return option;
    }
}
