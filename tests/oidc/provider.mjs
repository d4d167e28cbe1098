// A real OpenID provider on a free loopback port, for tests/portal/oidc.rs. Prints its URL as one line of JSON; stops
// when its standard input closes. Browsers that are redirected to it are signed in immediately, as the person that the
// test has chosen by a request to /next?account=EMAIL.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const [redirect, secret] = process.argv.slice(2);
let account = 'nobody@1000.example';

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'portal', client_secret: secret, redirect_uris: [redirect] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ['only for this test'] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id.replace('subject of ', ''), email_verified: true, name: 'Kim' }),
    }),
  });

  const finish = async (request, response) => {
    const { params, session } = await provider.interactionDetails(request, response);
    const accountId = session?.accountId ?? `subject of ${account}`;
    const grant = new provider.Grant({ accountId, clientId: params.client_id });
    grant.addOIDCScope('openid email profile');
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(request, response, { login: { accountId }, consent });
  };

  const answer = provider.callback();
  server.on('request', (request, response) => {
    const url = new URL(request.url, issuer);
    if (url.pathname === '/next') {
      account = url.searchParams.get('account');
      response.end();
    } else if (url.pathname.startsWith('/interaction/')) {
      finish(request, response).catch((error) => response.writeHead(500).end(String(error)));
    } else {
      answer(request, response);
    }
  });
  console.log(JSON.stringify({ issuer }));
});

process.stdin.resume().on('end', () => process.exit(0));
