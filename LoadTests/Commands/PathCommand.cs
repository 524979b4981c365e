using System.CommandLine;
using Pipeline.Actors.Sharding;
using Pipeline.LoadTests.Rig.Measuring;
using Pipeline.LoadTests.Rig.Shards;
using Pipeline.LoadTests.Rig.Traffic;
using Pipeline.LoadTests.Rows;

namespace Pipeline.LoadTests.Commands;

/// <summary><c>path</c>: what a packet costs on the way through one shard, beside other libraries' ciphers alone.</summary>
internal static class PathCommand
{
    private const string Description = """
        What a packet costs on the whole path of one shard: classify, protect; or find the SA, unprotect, check policy.
        Every row stands beside .NET, OpenSSL, ipsec-mb (when installed) and our kernel alone, on texts of the same size,
        measured in turn with it. The path runs on the measuring thread, without the channel in front of it; one shard gets
        whole batches, so that there is no packet to route. Where ipsec-mb is installed, the set of kernels may use it too (column
        kernels): PIPELINE_KERNEL=avx512 measures managed code only.

        Examples:
          path
          path --suite aes128-gcm,aes256-gcm --size 64,1420 --direction out --json
          path --sas 1024 --flows 4096 --rules 1000
          path --direction in --forged
          path --direction out --shards 2
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Option<CipherSuite[]> suites = OptionOf.Suites("aes128-gcm");
        Option<int[]> sizes = OptionOf.Sizes();
        Option<PathDirection[]> directions = OptionOf.Directions();
        Option<int> sas = OptionOf.Number("--sas", "SAs", 1, 1_000_000, 1, "SAs that the traffic is spread over");
        Option<int> flows = OptionOf.Number("--flows", "flows", 1, 10_000_000, 64, "Flows that the traffic consists of; at least one an SA");
        Option<int> rules = OptionOf.Number("--rules", "rules", 0, 100_000, 10, "Rules in front of those that protect");
        Option<int> buffers = OptionOf.Number("--buffers", "buffers", 1, 1_000_000, 256, "Packets in flight: the working set");
        Option<int> shards = OptionOf.Number(
            "--shards", "shards", 1, SpiAllocator.MaximumShardCount, 1, "Above 1: outbound, on as many threads that feed themselves; ns is of one shard's packet");
        Option<bool> forged = OptionOf.Switch("--forged", "Inbound: packets with a wrong ICV, beside good ones");
        Option<bool> newFlows = OptionOf.Switch("--new-flows", "Outbound: every packet belongs to a flow that was never seen");
        var measuring = new MeasuringOptions();
        var output = new OutputOptions();
        var command = new Command("path", Description)
        {
            suites, sizes, directions, sas, flows, rules, shards, buffers, forged, newFlows,
        };
        measuring.AddTo(command);
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            int shardCount = parsed.GetValue(shards);
            Check(shardCount, parsed.GetRequiredValue(directions), parsed.GetValue(forged), parsed.GetValue(newFlows));
            IEnumerable<PathLoad> loads =
                from suite in parsed.GetRequiredValue(suites)
                from direction in parsed.GetRequiredValue(directions)
                from size in parsed.GetRequiredValue(sizes)
                select new PathLoad
                {
                    Suite = suite,
                    Size = size,
                    Direction = direction,
                    SaCount = parsed.GetValue(sas),
                    FlowCount = Math.Max(parsed.GetValue(flows), parsed.GetValue(sas)),
                    RuleCount = parsed.GetValue(rules),
                    Buffers = parsed.GetValue(buffers),
                    NewFlows = parsed.GetValue(newFlows) && direction == PathDirection.Outbound,
                };
            RoundPlan plan = measuring.PlanOf(parsed);
            PathRow[] rows = [.. loads.SelectMany(load => RowsOf(load, plan, shardCount, parsed.GetValue(forged)))];
            output.Write(parsed, rows, PathRow.Columns);
            return (int)ExitCode.Success;
        });
        return command;
    }

    /// <summary>Refuses options that would be without effect.</summary>
    private static void Check(int shards, PathDirection[] directions, bool forged, bool newFlows)
    {
        if (shards > 1 && directions is not [PathDirection.Outbound])
        {
            throw new BadInputException("--shards: several threads are measured on the way out only; add --direction out");
        }

        if (shards > 1 && newFlows)
        {
            throw new BadInputException("--new-flows: is measured on one shard only; leave out --shards");
        }

        if (forged && !directions.Contains(PathDirection.Inbound))
        {
            throw new BadInputException("--forged: packets are forged on the way in only; add --direction in");
        }

        if (newFlows && !directions.Contains(PathDirection.Outbound))
        {
            throw new BadInputException("--new-flows: flows are looked up on the way out only; add --direction out");
        }
    }

    private static IEnumerable<PathRow> RowsOf(PathLoad load, RoundPlan plan, int shards, bool withForged)
    {
        yield return shards > 1 ? PathRun.MeasureShards(load, shards, plan) : PathRun.Measure(load, plan);
        if (withForged && load.Direction == PathDirection.Inbound)
        {
            yield return PathRun.MeasureForged(load, plan);
        }
    }
}
