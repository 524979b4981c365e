using Pipeline.Gateway;

return await GatewayCommandLine.InvokeAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
