using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;

namespace Pipeline.Actors.Ike;

/// <summary>The connections of the configuration, by name.</summary>
internal sealed class ConnectionTable
{
    private readonly Dictionary<string, ConnectionState> _states = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<ConnectionState> All => _states.Values;

    /// <summary>One of them; null when there is none of the name.</summary>
    public ConnectionState? Find(string name) => _states.GetValueOrDefault(name);

    /// <summary>Those that a first request may mean, the most special first.</summary>
    /// <param name="path">Where it came from and to.</param>
    /// <param name="version">Which IKE it speaks: connections of another version are not meant.</param>
    public IReadOnlyList<ConnectionSettings> Expecting(IkePath path, IkeVersion version) =>
    [
        .. _states.Values.Select(state => state.Connection)
            .Where(one => one.Options.Version == version && one.Expects(path))
            .OrderByDescending(one => one.Special),
    ];

    /// <summary>Replaces all of them; one that is the same object as before keeps its state.</summary>
    /// <param name="connections">The new ones.</param>
    /// <param name="ended">Names of those that are gone, or are another object now.</param>
    /// <param name="begun">Those that are new, or are another object now.</param>
    public void Replace(IReadOnlyList<ConnectionSettings> connections, out IReadOnlyList<string> ended, out IReadOnlyList<ConnectionSettings> begun)
    {
        begun = [.. connections.Where(connection => !ReferenceEquals(Find(connection.Options.Name)?.Connection, connection))];
        var kept = connections.Except(begun).Select(connection => connection.Options.Name).ToHashSet(StringComparer.Ordinal);
        ended = [.. _states.Keys.Where(name => !kept.Contains(name))];
        foreach (string name in ended)
        {
            _states.Remove(name);
        }

        foreach (ConnectionSettings connection in begun)
        {
            _states.Add(connection.Options.Name, new ConnectionState(connection));
        }
    }
}
