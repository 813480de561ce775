// The demo site of 临江银行: the list, the product page and the switch of identity.
(() => {
  'use strict';
  const STORED = 'demo-bank-user';

  const make = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };

  const priceOf = (product) =>
    product.price === null ? '费用见说明' : '年费 ¥' + (product.price / 100).toLocaleString('zh-CN');

  async function products() {
    const response = await fetch('products.json');
    if (!response.ok) throw new Error(`products.json answered ${response.status}`);
    return response.json();
  }

  function tile(product) {
    return make('li', {}, make('a', { href: `product.html?id=${encodeURIComponent(product.id)}` },
      make('img', { src: product.image, alt: '', width: 480, height: 480, loading: 'lazy' }),
      make('div', {},
        make('h3', { textContent: product.title }),
        make('p', { className: 'spec', textContent: product.spec }),
        make('p', { className: 'price', textContent: priceOf(product) }))));
  }

  async function showList(list, filters) {
    const all = await products();
    const show = (category) => {
      list.replaceChildren(...all.filter((p) => category === '' || p.category === category).map(tile));
      for (const button of filters.children) button.setAttribute('aria-pressed', String(button.value === category));
    };
    const categories = ['', ...new Set(all.map((p) => p.category))];
    filters.append(...categories.map((value) => make('button',
      { type: 'button', value, textContent: value || '全部', onclick: () => show(value) })));
    show('');
  }

  async function showProduct(place) {
    const id = new URLSearchParams(location.search).get('id');
    const product = (await products()).find((p) => p.id === id);
    if (!product) {
      place.replaceChildren(make('p', {}, '没有找到这一页，', make('a', { href: './', textContent: '回到卡与贷款' }), '看看。'));
      return;
    }
    document.title = `${product.title} · 临江银行`;
    place.replaceChildren(
      make('img', { src: product.image, alt: '', width: 480, height: 480 }),
      make('div', {},
        make('p', { className: 'spec', textContent: product.category }),
        make('h1', { textContent: product.title }),
        make('p', { className: 'spec', textContent: product.spec }),
        make('p', { className: 'price', textContent: priceOf(product) }),
        make('p', { textContent: product.description }),
        make('p', { className: 'tip', textContent: '是否批准、额度与利率以审批和合同为准。请按自己的还款能力用卡、借款。放款前收费的都是诈骗。' })));
  }

  // The signature comes from the shop's server, as it would in a real shop: the secret never reaches a page.
  async function identify(userId) {
    const response = await fetch('/demo/api/identity', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user_id: userId }),
    });
    if (!response.ok) throw new Error(`identity answered ${response.status}`);
    window.Shanying = window.Shanying || [];
    window.Shanying.push(['identify', await response.json()]);
  }

  // Changing who is signed in reloads the page, as signing in and out of a real site does.
  function switchIdentity(select) {
    const stored = sessionStorage.getItem(STORED) || '';
    select.value = stored;
    select.addEventListener('change', () => {
      sessionStorage.setItem(STORED, select.value);
      location.reload();
    });
    if (stored) identify(stored).catch((error) => console.warn('not signed in:', error.message));
  }

  const failed = (place) => (error) => {
    console.warn(error.message);
    place.replaceChildren(make('p', { textContent: '内容暂时没有加载出来，请刷新再试。' }));
  };

  switchIdentity(document.getElementById('identity'));
  const list = document.getElementById('list');
  if (list) showList(list, document.getElementById('filters')).catch(failed(list));
  const product = document.getElementById('product');
  if (product) showProduct(product).catch(failed(product));
})();
