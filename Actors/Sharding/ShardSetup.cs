using System.Globalization;
using System.Text;
using Akka.Actor.Setup;
using Pipeline.Actors.Sa;

namespace Pipeline.Actors.Sharding;

/// <summary>Gives an actor system its shards; the users of the gateway never see Akka's configuration text.</summary>
/// <param name="shards">All shards, by index.</param>
public sealed class ShardSetup(IReadOnlyList<Shard> shards) : Setup
{
    /// <summary>The name of the mailbox that actors of SAs have.</summary>
    public const string SaMailboxName = "sa-mailbox";

    /// <summary>All shards, by index.</summary>
    public IReadOnlyList<Shard> Shards { get; } = shards;

    /// <summary>The name of the dispatcher that runs mailboxes on a shard.</summary>
    public static string DispatcherOf(int shard) => string.Create(CultureInfo.InvariantCulture, $"shard-{shard}");

    /// <summary>The configuration text that makes one dispatcher for each shard, and the mailbox of SAs.</summary>
    public string ToConfiguration()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{SaMailboxName} {{ mailbox-type = \"{NameOf(typeof(SaMailbox))}\" }}");
        string type = NameOf(typeof(ShardDispatcherConfigurator));
        for (int shard = 0; shard < Shards.Count; shard++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{DispatcherOf(shard)} {{ type = \"{type}\", shard = {shard}, throughput = 16 }}");
        }

        return text.ToString();
    }

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
